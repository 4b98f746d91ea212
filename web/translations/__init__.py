"""The sentences for readers, gathered from the code, and what they are in other languages."""
