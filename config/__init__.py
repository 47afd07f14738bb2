"""Wiring: settings, urls, the task queue and the services of a first run."""
