"""Publishes, corrects and recalls notices: at the terminal, in the chat, at their time."""
