"""The words of the room: states and kinds of promises and of money."""
