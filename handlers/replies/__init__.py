"""What is said, without Telegram: answers and notices as Telegram HTML within its limits, with rows of buttons."""
