"""The fixed words of the room."""
