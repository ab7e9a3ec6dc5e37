"""Small writers of the files that are imported: what they write is what the tests say, and nothing from elsewhere."""
