"""Pictures of the pages, taken from the training as it is served: ``make screenshots``."""
