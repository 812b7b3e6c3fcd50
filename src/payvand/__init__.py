"""Payvand: the working system of a Red Cross Red Crescent network that spans borders."""

__version__ = "0.1.0"
