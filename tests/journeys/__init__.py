"""Stories told from the first letter to the last."""
