"""What may be said about a case and why: no Telegram, no database, no asyncio, no clock, no environment."""
