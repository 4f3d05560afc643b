"""A client, and all that happened with it."""
