"""The figures of our own units (KPIS.md, section 5): budgets, benefits, demand, community, satisfaction."""
