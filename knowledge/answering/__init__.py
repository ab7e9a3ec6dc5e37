"""Decides what to say: a fact, a choice, passages, or that the documents do not say."""
