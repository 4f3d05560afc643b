"""A release opened to be looked into: its models, its files, its warehouse."""
