"""The commands of the archive, a file for each that belong together; `web/cli.py` lists them."""
