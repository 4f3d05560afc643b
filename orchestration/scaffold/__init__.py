"""From a sample of an extract to the folder of a source, every guess marked."""
