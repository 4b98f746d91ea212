"""The API asked all that its OpenAPI document allows, and much that it does not, by schemathesis.

Every answer must be one that the document describes: its status, its kind, its JSON; none may be an error of
the server. What the document allows must be accepted, but for two rules that OpenAPI cannot say.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from web.api.operations import API, EXPORTS

DOCUMENT = "/api/v1/openapi.json"

ASKED = [
    (method.lower(), each.path, mode)
    for each in (*API, *EXPORTS)
    for method in each.methods
    for mode in GenerationMode
    if each.asked or mode is GenerationMode.POSITIVE  # of what takes any word, nothing is wrong
]
"""Every method and address, asked as the document has it, and otherwise."""

KNOWN = {
    "/api/v1/meetings/{council}/{record_id}": {"council": "saltmere", "record_id": "310"},
    "/api/v1/decisions/{council}/{record_id}": {"council": "saltmere", "record_id": "907"},
}
"""Records that there are, in `tests.web.sample`."""


def schema_of(app: Flask) -> Any:
    """Read the document off the application itself."""
    return schemathesis.openapi.from_wsgi(DOCUMENT, app)


def ask(
    schema: Any, method: str, path: str, mode: GenerationMode, *, examples: int, seed: int
) -> Counter[int]:
    """Ask one operation, and count the answers by status; raises at the first that should not have been."""
    statuses: Counter[int] = Counter()

    @seeded(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(schema[path][method].as_strategy(generation_mode=mode))
    def asked(case: Case[Any]) -> None:
        if case.path_parameters and statuses.total() % 2:  # any other words name nothing
            case.path_parameters.update(KNOWN[path])
        response = case.call()
        statuses[response.status_code] += 1
        case.validate_response(response, excluded_checks=_not_asked_for(case))

    asked()
    return statuses


def _not_asked_for(case: Case[Any]) -> list[Any]:
    """Name the checks that cannot be made.

    In an address everything is text: a number or an object in the place of a word is only another word, and
    nothing to refuse. Parameters that are right one by one may be wrong together. Both are tested by name.
    """
    together = case.path == "/api/v1/similar" or {"since", "until"} <= dict(case.query or {}).keys()
    return [negative_data_rejection, *([positive_data_acceptance] if together else [])]
