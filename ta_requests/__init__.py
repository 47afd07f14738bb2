"""From a State's request to its closure."""
