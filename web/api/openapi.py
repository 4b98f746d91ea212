"""The list of operations as an OpenAPI 3.1 document (pure)."""

from __future__ import annotations

from typing import Any

from web.api.operations import API, EXPORTS, FORM, JSON, Operation
from web.api.schemas import SCHEMAS, ref

Json = dict[str, Any]

VERSION = "1.0.0"  # of the API: its first number is in every address

ABOUT = (
    "Everything the archive shows, for scripts. All of it is for reading. Parameters that are not known are "
    "refused, so that a slip of the pen is not taken for an answer. Keep the ETag of an answer and send it "
    "as If-None-Match: as long as nothing has changed, the answer is 304, without a body."
)

UNCHANGED = {"description": "Nothing has changed since the answer whose ETag was sent."}


def openapi(root: str) -> Json:
    """Describe the API; `root` is the path that the site is served under, "" for none."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Minutes archive", "version": VERSION, "description": ABOUT},
        "servers": [{"url": root or "/"}],
        "paths": {operation.path: _path(operation) for operation in (*API, *EXPORTS)},
        "components": {"schemas": SCHEMAS},
    }


def _path(operation: Operation) -> Json:
    got = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [parameter.document() for parameter in operation.parameters],
        "responses": dict(sorted({**_responses(operation), "304": UNCHANGED}.items())),
    }
    return {"get": got} | ({"post": _sent(operation)} if operation.posted else {})


def _sent(operation: Operation) -> Json:
    fields = {parameter.name: parameter.takes for parameter in operation.asked}
    form = {"type": "object", "properties": fields, "additionalProperties": False}
    return {
        "operationId": f"{operation.name}_of_form",
        "summary": operation.summary,
        "requestBody": {"required": True, "content": {FORM: {"schema": form}}},
        "responses": _responses(operation),
    }


def _responses(operation: Operation) -> Json:
    refused = {
        400: "A parameter is not known, or not understood.",
        **operation.refuses,
        401: "The archive is private: send a name and password.",
        403: "The archive is private: it is reached through the organisation's own sign-in.",
        429: "Too much was asked for in a short time. Retry-After says when to try again.",
    }
    said = {str(status): _problem(operation, meaning) for status, meaning in sorted(refused.items())}
    if operation.past_the_last:
        said["404"] = _answer("There is no such page.", JSON, operation.past_the_last)
    return {"200": _answer("The answer.", operation.media, operation.answers)} | said


def _problem(operation: Operation, meaning: str) -> Json:
    if operation in EXPORTS:
        return _answer(meaning, "text/html", {"type": "string"})
    return _answer(meaning, JSON, ref("Error"))


def _answer(meaning: str, media: str, schema: Json) -> Json:
    return {"description": meaning, "content": {media: {"schema": schema}}}
