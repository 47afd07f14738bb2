"""Part of the workflows room."""
