"""What a monitor looks at."""
