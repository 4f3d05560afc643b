"""What each column of a model depends on, up to the columns of the extracts."""
