"""The cases of the training pipeline, by the stage they have reached."""
