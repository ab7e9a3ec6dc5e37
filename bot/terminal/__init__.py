"""Prints and chats in a terminal."""
