"""How things move and are remembered: engine, trail, outbox, clocks. Knows nobody's name."""
