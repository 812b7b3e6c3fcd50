"""Pages of the room, one file for each of its services."""
