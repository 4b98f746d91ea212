"""Saved searches, and the mails that tell what is new of them.

    settings.py    [mail] of config.toml
    news.py        which documents a change of a record made new (pure)
    matching.py    which of them a search finds, and how many it would have found in the last year
    composing.py   a mail, safe from whatever titles and names say (pure)
    writing.py     what the mails say, in the reader's language
    post.py        the mail server; the only network code here
    sending.py     one run: what is new for whom, sent and noted
    crossing.py    whether a form was sent from another site
    pages.py       save, see, change, confirm, unsubscribe
    command.py     `minutes alerts`

What is saved lies in own.sqlite: `archive/own/searches.py`.
"""
