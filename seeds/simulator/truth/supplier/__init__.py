"""The figures of suppliers (KPIS.md, section 5): one module a KPI, or a few that share their observations."""
