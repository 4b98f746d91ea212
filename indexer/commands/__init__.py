"""Commands that need the index beside what the archive's own commands do."""
