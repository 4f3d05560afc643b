"""From one cell back to the lines of the files behind it, and the proof by replay."""
