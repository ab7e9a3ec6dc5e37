"""Ranks numbered texts on arrays; it knows no fact and no file."""
