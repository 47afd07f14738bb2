"""A machine of our own for tests of the engine: parcels, which no product code knows."""
