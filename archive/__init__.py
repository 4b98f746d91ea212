"""Keeps a council's minutes: fetches pages, keeps them for ever, and reads records off them.

Everything derived can be made again from the pages kept; see docs/architecture.md for the way of a page.
"""

SOFTWARE = "MinutesArchive/0.1"
"""The name the crawler goes by, in requests and in page files."""
