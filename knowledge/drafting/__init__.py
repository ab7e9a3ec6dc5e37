"""Drafting: facts proposed from the sentences of a document, in its own words, for a curator to approve."""
