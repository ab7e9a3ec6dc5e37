"""Reviewing: what people asked and did not get, put together, and what a curator makes of it."""
