"""The sentences we ship, in English and marked for translation; facts are in ``fixtures``."""
