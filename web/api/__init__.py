"""The archive for scripts: JSON under `/api/v1`, and the OpenAPI document that says all of it.

parameters   what may be asked, each with what it takes
schemas      what is answered
operations   which address takes what and answers what: the routes are made of these, and so is the document
openapi      the document (pure)
routes       the views
"""
