"""One page and one way to take a step for every machine."""
