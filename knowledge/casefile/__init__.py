"""Reads a case folder strictly, and proves every quote."""
