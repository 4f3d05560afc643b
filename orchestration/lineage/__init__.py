"""Where a figure comes from: column lineage, the rows behind a cell, and the proof by replay."""
