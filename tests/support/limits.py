"""How long work may take that tests let run on hostile input."""

BLOW_UP = 20.0
"""Maximum seconds of CPU for what takes a fraction of one: only work out of proportion to its input takes longer."""
