"""What is known of each language, and how a text becomes terms."""
