"""Learn by doing on a made-up case: each kind of person walks through their own part of it."""
