"""Failures as RFC 9457 problem JSON."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from effad_desktop.errors import Busy, EffadError, SourceError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 1
CLIENT_GONE = 499


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/docs#not-an-image",
                    "title": "Not an image",
                    "status": 400,
                    "detail": "part.jpg is broken or not an image: expected JPEG, PNG, BMP, TIFF or WebP",
                }
            ]
        }
    )

    type: str = Field(description="Which problem it is; programs tell them apart by this.")
    title: str = Field(description="The same for every problem of this type.")
    status: int = Field(description="The HTTP status, once more.", ge=400, le=599)
    detail: str = Field(description="What was wrong this time, for people.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem; `name` is its anchor on the page of documentation."""

    name: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        return f"/docs#{self.name}"


NOT_AN_IMAGE = Kind(
    "not-an-image", 400, "Not an image", "The file is empty, broken or of a format that is not taken."
)
BROKEN_FORM = Kind("broken-form", 400, "The form is broken", "The multipart body cannot be read.")
UNAUTHORIZED = Kind("unauthorized", 401, "A token is needed", "The token is missing or wrong.")
FOREIGN_PAGE = Kind("foreign-page", 403, "Not from another page", "A page of another site has sent this.")
UNKNOWN_RECIPE = Kind("unknown-recipe", 404, "Unknown recipe", "GET /recipes lists those there are.")
NOT_FOUND = Kind("not-found", 404, "Not found", "There is nothing at this path.")
NO_METHOD = Kind("method-not-allowed", 405, "Method not allowed", "The header Allow says which are.")
NOT_TAUGHT = Kind("not-taught", 409, "Not taught", "It cannot learn so, or the guard has doubts.")
TOO_SLOW = Kind("too-slow", 408, "The upload took too long", "It was given up before its end.")
TOO_LARGE = Kind("too-large", 413, "The image is too large", "It has too many bytes or pixels.")
NOT_A_FORM = Kind("not-a-form", 415, "Not a form", "The body must be multipart/form-data.")
WRONG_FIELDS = Kind("wrong-fields", 422, "The fields are wrong", "One is missing, twice there or wrong.")
CRASH = Kind("crash", 500, "It failed unexpectedly", "A fault of the service; its log says more.")
BUSY = Kind("busy", 503, "Too much at once", "Try again after Retry-After seconds.")
UNAVAILABLE = Kind("unavailable", 503, "Not able to inspect", "GET /ping says why.")

KINDS = (
    NOT_AN_IMAGE, BROKEN_FORM, UNAUTHORIZED, FOREIGN_PAGE, UNKNOWN_RECIPE, NOT_FOUND, NO_METHOD, NOT_TAUGHT,
    TOO_SLOW,
    TOO_LARGE, NOT_A_FORM, WRONG_FIELDS, CRASH, BUSY, UNAVAILABLE,
)  # fmt: skip
_BY_STATUS = {kind.status: kind for kind in (NOT_FOUND, NO_METHOD)}


class ProblemError(Exception):
    """Becomes the answer."""

    def __init__(self, kind: Kind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


def problem_response(kind: Kind, detail: str = "") -> Response:
    body = Problem(type=kind.type, title=kind.title, status=kind.status, detail=detail or kind.meaning)
    headers = {}
    if kind is BUSY:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if kind is UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="effad"'
    return JSONResponse(body.model_dump(), kind.status, headers, MEDIA_TYPE)


def documented(*kinds: Kind) -> dict[int | str, dict[str, object]]:
    """For OpenAPI: what a route may answer instead."""
    found: dict[int | str, dict[str, object]] = {}
    for status in sorted({kind.status for kind in kinds}):
        alike = [kind for kind in kinds if kind.status == status]
        examples = {kind.name: {"summary": kind.title, "value": _example(kind)} for kind in alike}
        found[status] = {
            "description": " ".join(f"{kind.title}: {kind.meaning}" for kind in alike),
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
            },
        }
    return found


def _example(kind: Kind) -> dict[str, object]:
    return Problem(type=kind.type, title=kind.title, status=kind.status, detail=kind.meaning).model_dump()


def add_problems(app: FastAPI) -> None:
    """Whatever fails from here on is answered with a problem."""
    app.exception_handler(ProblemError)(_on_problem)
    app.exception_handler(EffadError)(_on_error)
    app.exception_handler(ClientDisconnect)(_on_disconnect)
    app.exception_handler(HTTPException)(_on_http)
    app.exception_handler(RequestValidationError)(_on_validation)
    app.exception_handler(Exception)(_on_crash)


async def _on_problem(_request: Request, error: ProblemError) -> Response:
    return problem_response(error.kind, error.detail)


async def _on_error(_request: Request, error: EffadError) -> Response:
    if isinstance(error, Busy):
        return problem_response(BUSY, str(error))
    return problem_response(NOT_AN_IMAGE if isinstance(error, SourceError) else UNAVAILABLE, str(error))


async def _on_disconnect(_request: Request, _error: Exception) -> Response:
    """Nobody hears it; the count of requests does."""
    return Response(status_code=CLIENT_GONE)


async def _on_http(_request: Request, error: HTTPException) -> Response:
    """What the framework refuses by itself: unknown paths and methods."""
    phrase = HTTPStatus(error.status_code).phrase
    other = Kind(phrase.lower().replace(" ", "-"), error.status_code, phrase, error.detail)
    response = problem_response(_BY_STATUS.get(error.status_code, other))
    response.headers.update(error.headers or {})
    return response


async def _on_validation(_request: Request, error: RequestValidationError) -> Response:
    said = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return problem_response(WRONG_FIELDS, "; ".join(said))


async def _on_crash(_request: Request, _error: Exception) -> Response:
    """The server raises it again and logs it; callers get no trace of it."""
    response = problem_response(CRASH)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
