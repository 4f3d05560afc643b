"""The raw lake: archived originals, rows, rejects and receipts."""
