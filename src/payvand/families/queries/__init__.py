"""Reads of the room, one file for each of its services; all of them take what the Scope may know as their ground."""
