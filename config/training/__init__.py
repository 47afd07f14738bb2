"""A believable pipeline for a first run: people and cases who do not exist, told by real acts."""
