"""What the room keeps, one file for each of its services; Django finds the models here."""
