"""Finds more words for what a case has: asks for phrasings, judges those proposed, keeps those that help."""
