"""The command line's commands, a module for a group. Everything heavy is imported by the command that needs it."""
