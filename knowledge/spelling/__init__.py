"""Corrects what was typed: slips of the finger, spaces, keyboard layouts, scripts."""
