"""Rewriting a query so that its rows can be followed back to the rows of the tables it reads."""
