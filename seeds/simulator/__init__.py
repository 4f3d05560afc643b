"""An invented company: its world, the extracts that systems would export of it, and the figures known for it.

`world` makes what happened, `writers` render it as each system would, `truth` computes the figures of KPIS.md from
the same events, in plain Python, sharing nothing with the warehouse.
"""
