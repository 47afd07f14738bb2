"""Money, errors, public references and the clock: no models, knows nobody."""
