"""The published doors of the room."""
