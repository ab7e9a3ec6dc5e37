"""What `casewire doctor` looks at: each check says what it found and what to do, and changes nothing."""
