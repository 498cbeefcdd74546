from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.effad_desktop.server.conftest import Serve
from tests.effad_desktop.server.fakes import packed, picture

BEARER = {"Authorization": "Bearer T"}


def operations(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


@pytest.fixture
def openapi(http: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = http.get("/openapi.json").json()
    return found


def test_every_route_says_what_it_does_and_what_it_answers(openapi: dict[str, Any]) -> None:
    found = dict(operations(openapi))
    assert found.keys() == {
        "post /predict",
        "post /recipes/{name}/good",
        "post /recipes/{name}/defect",
        "post /recipes/{name}/forget",
        "get /recipes",
        "get /metrics",
        "get /ping",
    }
    for name, operation in found.items():
        assert operation["summary"], name
        assert operation["description"], name
        assert "500" in operation["responses"], name
        assert all(answer["description"] for answer in operation["responses"].values()), name


def test_predict_tells_of_its_form_and_its_problems(openapi: dict[str, Any]) -> None:
    predict = openapi["paths"]["/predict"]["post"]
    form = predict["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert form["properties"].keys() == {"file", "recipe", "heatmap"}
    assert all(field["description"] for field in form["properties"].values())
    assert predict["responses"].keys() == {
        "200", "400", "401", "403", "404", "408", "413", "415", "422", "500", "503",
    }  # fmt: skip
    for status, answer in predict["responses"].items():
        if status != "200":
            assert answer["content"]["application/problem+json"]["examples"], status


def test_every_field_of_an_answer_is_explained(openapi: dict[str, Any]) -> None:
    for name, schema in openapi["components"]["schemas"].items():
        for field, told in schema.get("properties", {}).items():
            assert {"description", "examples", "$ref"} & told.keys(), f"{name}.{field}"


def test_examples_are_what_is_really_answered(http: httpx.Client, openapi: dict[str, Any]) -> None:
    (example,) = openapi["components"]["schemas"]["Inspected"]["examples"]
    answer = http.post("/predict", files={"file": packed(picture(), "PNG")}).json()
    assert answer.keys() == example.keys()
    assert answer["seconds"].keys() == example["seconds"].keys()


def test_the_token_is_told_of_where_there_is_one(serve: Serve, openapi: dict[str, Any]) -> None:
    assert "security" not in json.dumps(openapi)
    guarded = httpx.get(f"{serve('T')}/openapi.json").json()
    assert {name for name, operation in operations(guarded) if operation.get("security")} == {
        "post /predict", "post /recipes/{name}/good", "post /recipes/{name}/defect",
        "post /recipes/{name}/forget", "get /recipes", "get /metrics",
    }  # fmt: skip


@pytest.mark.parametrize("token", ["", "T"])
def test_whatever_the_description_allows_never_breaks_it(serve: Serve, token: str) -> None:
    address = serve(token)
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    found = list(schema.get_all_operations())
    assert len(found) == 7
    for operation in found:
        assert isinstance(operation, Ok)
        _check(operation.ok(), BEARER if token else {})


def _check(operation: Any, headers: dict[str, str]) -> None:
    @settings(
        max_examples=40,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answers_as_described(case: Case[Any]) -> None:
        case.call_and_validate(
            headers=headers,
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    answers_as_described()
