"""From a pledge to an allotment."""
