"""The client figures of KPIS.md, section 4, with sections 6a, 6b and 7."""
