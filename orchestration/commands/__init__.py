"""What each command of `rapport` does."""
