"""The reading room: a case as pages, feeds and data. Rendering is pure; `bot/site` writes and serves what comes."""
