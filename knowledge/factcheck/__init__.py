"""Proves what facts state against what their documents say."""
