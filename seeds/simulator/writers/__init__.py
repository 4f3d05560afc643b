"""What each system would export of the world: one module a system, and the file formats they share."""
