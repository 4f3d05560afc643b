"""Releases: built aside, checked, hashed, switched in one step."""
