"""Model, facts and readers of the trail of each machine; ``donors.verbs`` fills in the steps."""
