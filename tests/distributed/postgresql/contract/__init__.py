"""What is promised of records in a file is promised of those on a server: the very same tests, run there."""
