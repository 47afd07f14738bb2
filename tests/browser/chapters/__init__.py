"""The main story in chapters: each is told by whoever holds the hands, over pages alone."""
