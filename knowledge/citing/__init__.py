"""Citing: where words stand in a document, the citation made of them, and citations for other programs."""
