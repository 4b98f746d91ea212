"""What the pages and the JSON promise."""
