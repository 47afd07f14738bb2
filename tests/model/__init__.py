"""The money once more, in memory: what the 13 invariants say must hold, whatever people do."""
