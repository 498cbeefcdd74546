"""The HTTP service: routes and their documentation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib import resources
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response, Security
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.security import HTTPBearer
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from effad_desktop import __version__
from effad_desktop.core.ports import Service
from effad_desktop.core.recipe import Recipe
from effad_desktop.core.status import State
from effad_desktop.server import problems
from effad_desktop.server.docs_page import docs_page
from effad_desktop.server.door import Door, Observe
from effad_desktop.server.intake import Intake
from effad_desktop.server.problems import Problem, add_problems, documented
from effad_desktop.server.schemas import Forgotten, Inspected, Kept, Learned, Ping, RecipeEntry

DESCRIPTION = """Finds defects in images of products, learned from good images only.

Post an image to `/predict` and get a verdict: `normal` up to the recipe's threshold, else `anomalous`.
Whatever is refused is answered with problem JSON (RFC 9457). Where the station has a token, send it as
`Authorization: Bearer TOKEN`; `/ping`, the upload page and this documentation need none."""

PAGE = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/style.css": ("style.css", "text/css; charset=utf-8"),
    "/app.js": ("app.js", "text/javascript; charset=utf-8"),
    "/station.js": ("station.js", "text/javascript; charset=utf-8"),
    "/view.js": ("view.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
DOCUMENTATION = ("/docs", "/openapi.json")

_FILE = {
    "type": "string",
    "format": "binary",
    "description": "A JPEG, PNG, BMP, TIFF or WebP of 8 or 16 bits. EXIF orientation is "
    "obeyed; of several frames the first is taken.",
}
_CHOICES = {
    "recipe": {
        "type": "string",
        "default": "",
        "description": "Judges by this recipe; empty or absent for the one in use.",
        "examples": ["screws"],
    },
    "heatmap": {
        "type": "boolean",
        "default": False,
        "description": "Whether to answer with a heat map.",
    },
}


def _form(**choices: object) -> dict[str, Any]:
    schema = {"type": "object", "required": ["file"], "properties": {"file": _FILE, **choices}}
    types = "image/jpeg, image/png, image/bmp, image/tiff, image/webp"
    content = {"schema": schema, "encoding": {"file": {"contentType": types}}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": content}}}


_REFUSED = (
    problems.NOT_AN_IMAGE, problems.BROKEN_FORM, problems.UNAUTHORIZED, problems.FOREIGN_PAGE,
    problems.UNKNOWN_RECIPE, problems.TOO_SLOW, problems.TOO_LARGE, problems.NOT_A_FORM,
    problems.WRONG_FIELDS, problems.CRASH, problems.BUSY, problems.UNAVAILABLE,
)  # fmt: skip


def create_app(
    service: Service,
    *,
    registry: CollectorRegistry,
    token: str = "",
    max_upload_bytes: int,
    max_pixels: int,
    observe: Observe,
) -> FastAPI:
    """`observe` is told of every answer: route or "other", method, status, seconds."""
    intake = Intake(service, max_upload_bytes, max_pixels)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        with intake:
            yield

    app = FastAPI(
        title="effad",
        version=__version__,
        description=DESCRIPTION,
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    guarded = [Security(HTTPBearer(auto_error=False, description="The station's token."))] if token else []
    app.include_router(_inspecting(service, intake), dependencies=guarded)
    app.include_router(_teaching(service, intake), dependencies=guarded)
    app.include_router(_watching(registry), dependencies=guarded)
    app.include_router(_open_to_all(service))
    app.include_router(_pages(app))
    add_problems(app)
    free = {"/ping", *PAGE, *DOCUMENTATION}
    app.add_middleware(
        Door, paths=free | {"/predict", "/recipes", "/metrics"}, free=free, token=token, observe=observe
    )
    return app


def _inspecting(service: Service, intake: Intake) -> APIRouter:
    router = APIRouter(tags=["inspecting"])

    @router.post(
        "/predict",
        summary="Inspect an image",
        description="The image goes the way of every other: judged in turn, counted, kept in the history.",
        response_description="The verdict.",
        responses=documented(*_REFUSED),
        openapi_extra=_form(**_CHOICES),
    )
    async def predict(request: Request) -> Inspected:
        return await intake.inspect(request)

    @router.get(
        "/recipes",
        summary="List the recipes",
        description="Those that `/predict` may name.",
        response_description="By name.",
        responses=documented(problems.UNAUTHORIZED, problems.CRASH, problems.UNAVAILABLE),
    )
    async def recipes() -> list[RecipeEntry]:
        in_use = service.status().recipe
        return await asyncio.to_thread(lambda: [_entry(service, each, in_use) for each in service.recipes()])

    return router


def _teaching(service: Service, intake: Intake) -> APIRouter:
    router = APIRouter(tags=["teaching"], responses=documented(*_REFUSED, problems.NOT_TAUGHT))

    @router.post(
        "/recipes/{name}/good",
        summary="Teach that an image is good",
        description="What is new in it is learned at once, and normalisation and threshold are set anew; the "
        "former state stays as a version. For recipes of the method memory. `who` is written down.",
        response_description="The recipe's new state.",
        openapi_extra=_form(),
    )
    async def good(request: Request, name: str, who: str = "http", force: bool = False) -> Learned:
        lesson = partial(service.teach_good, recipe=name, who=who[:64], force=force)
        return Learned.of(await intake.teach(request, name, lesson))

    @router.post(
        "/recipes/{name}/defect",
        summary="Label an image as a defect",
        description="It is kept as evidence, and the threshold stays: from then on a lesson by which it "
        "would pass is refused. For recipes of the method memory. `who` is written down.",
        response_description="How it is judged now.",
        openapi_extra=_form(),
    )
    async def defect(request: Request, name: str, who: str = "http") -> Kept:
        lesson = partial(service.keep_defect, recipe=name, who=who[:64])
        return Kept.of(name, await intake.teach(request, name, lesson))

    @router.post(
        "/recipes/{name}/forget",
        summary="Take back what was said of an image last",
        description="The same pixels are known again, whatever the file is called. What was learned of a "
        "good image stays learned; `effad recipes restore` brings a former state back.",
        response_description="Whether something was said of it.",
        openapi_extra=_form(),
    )
    async def forget(request: Request, name: str) -> Forgotten:
        lesson = partial(service.forget, recipe=name)
        return Forgotten(recipe=name, forgotten=await intake.teach(request, name, lesson))

    return router


def _entry(service: Service, recipe: Recipe, in_use: str) -> RecipeEntry:
    return RecipeEntry.of(recipe, service.method(recipe.name), in_use)


def _watching(registry: CollectorRegistry) -> APIRouter:
    router = APIRouter(tags=["watching"])

    @router.get(
        "/metrics",
        summary="Metrics for Prometheus",
        description="In Prometheus' text format. With a token, put `authorization: {type: Bearer, "
        "credentials_file: FILE}` into the scrape configuration.",
        response_class=PlainTextResponse,
        responses=documented(problems.UNAUTHORIZED, problems.CRASH),
    )
    async def metrics() -> Response:
        text = await asyncio.to_thread(generate_latest, registry)
        return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router


def _open_to_all(service: Service) -> APIRouter:
    router = APIRouter(tags=["watching"])

    @router.get(
        "/ping",
        summary="Ask how the station is",
        description="For health checks; needs no token.",
        response_description="Running or stopped.",
        responses={
            503: {"model": Ping, "description": "Faulted: a person is needed."},
            **documented(problems.CRASH),
        },
    )
    async def ping(response: Response) -> Ping:
        status = service.status()
        if status.state is State.FAULTED:
            response.status_code = 503
        return Ping.of(status)

    return router


def _pages(app: FastAPI) -> APIRouter:
    """The upload page and the documentation: nothing of them comes from elsewhere."""
    router = APIRouter(include_in_schema=False)
    for path, (name, media_type) in PAGE.items():
        router.add_api_route(path, _fixed(_page_file(name), media_type), methods=["GET"])

    @router.get("/openapi.json")
    async def openapi() -> dict[str, Any]:
        return _described(app)

    @router.get("/docs")
    async def docs() -> Response:
        return HTMLResponse(docs_page(_described(app)))

    return router


def _page_file(name: str) -> bytes:
    return (resources.files("effad_desktop.server") / "web" / name).read_bytes()


def _fixed(content: bytes, media_type: str) -> Callable[[], Awaitable[Response]]:
    async def answer() -> Response:
        # A browser asks again after an update: the files have no version in their names.
        return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})

    return answer


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI, with the problems that no route has as its model."""
    described = app.openapi()
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas.setdefault("Problem", Problem.model_json_schema())
    return described
