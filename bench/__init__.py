"""Figures, each made by a command that its file names."""
