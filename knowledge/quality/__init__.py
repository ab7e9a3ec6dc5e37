"""Measures a base: checks, hints on phrasings, evaluation."""
