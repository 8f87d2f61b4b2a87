"""What the demonstration says, as plain data in our own sentences."""
