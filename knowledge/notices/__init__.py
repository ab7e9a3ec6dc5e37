"""Who gets a notice, when and why, and what has changed since the last."""
