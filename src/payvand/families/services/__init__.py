"""Every change of what this room keeps, one file for each of its services: atomic, with its audit row."""
