"""Great Expectations: what is expected of every layer, and how it is checked inside DuckDB."""
