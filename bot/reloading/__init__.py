"""Takes a changed case in while the bot answers: built aside, checked, agreed on by all processes, swapped."""
