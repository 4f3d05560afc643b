"""The figures of KPIS.md computed from the world in plain Python: what a correct warehouse must find."""
