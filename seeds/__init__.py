"""What Rapport starts with: sample extracts, default reference data and the simulator."""
