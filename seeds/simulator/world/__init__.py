"""What happened in the invented company over 36 months: parties, events, and nothing about files."""
