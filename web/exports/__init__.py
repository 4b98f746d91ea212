"""What readers take away: the whole list of results as CSV or JSON, a feed of it, a calendar, a citation.

Each form is a pure function of documents; `routes` alone knows requests.
"""
