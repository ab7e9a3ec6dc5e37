"""Takes updates in and works them off: nothing is lost, nobody deafens the bot."""
