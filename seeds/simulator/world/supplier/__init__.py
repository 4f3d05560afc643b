"""A supplier, and all that happened with it."""
