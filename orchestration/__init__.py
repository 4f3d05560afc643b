"""Rapport's runtime: what lands, how it is loaded, transformed, guarded and published."""
