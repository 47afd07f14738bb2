"""The machines of the room, each on one screen."""
