"""Who may ask, under which name, and how much: looked at before a page is made for any request."""
