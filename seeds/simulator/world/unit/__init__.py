"""A business unit of our own, and all that happened in it."""
