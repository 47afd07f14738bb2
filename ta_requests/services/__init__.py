"""The verbs of the room: every one locks, checks, moves and remembers through the engine."""
