"""The sentences of the service: collected from code, kept per language, compiled for gettext."""
