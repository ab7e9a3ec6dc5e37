"""Compares the facts of a base with a question."""
