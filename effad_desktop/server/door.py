"""What every request passes: who may come in, what answers carry, and how long they took."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from effad_desktop.server.problems import BUSY, FOREIGN_PAGE, UNAUTHORIZED, problem_response

AT_ONCE = 256
"""Requests under way; what needs no token, such as health checks, is answered beyond that too."""

Observe = Callable[[str, str, int, float], None]
"""Of an answer: its route or "other", the method, the status and the seconds."""

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Door:
    """The outermost layer. `paths` are the routes, of which `free` need no token."""

    def __init__(
        self,
        app: ASGIApp,
        paths: Collection[str],
        free: Collection[str],
        token: str,
        observe: Observe,
    ) -> None:
        self._app = app
        self._paths = frozenset(paths)
        self._free = frozenset(free)
        self._token = token.encode()
        self._observe = observe
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500  # where a crash leaves no answer of its own

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message)
            await send(message)

        self._under_way += 1
        try:
            await (self._refusal(scope) or self._app)(scope, receive, answer)
        finally:
            self._under_way -= 1
            path = scope["path"] if scope["path"] in self._paths else "other"
            self._observe(path, scope["method"], status, time.perf_counter() - started)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if self._token and scope["path"] not in self._free and not self._is_known(headers):
            return problem_response(UNAUTHORIZED, "send it as the header Authorization: Bearer TOKEN")
        if self._under_way > AT_ONCE and scope["path"] not in self._free:
            return problem_response(BUSY, f"{AT_ONCE} requests are under way; try again in a moment")
        # Without a token, any web site open on this machine could post images to it, or let its own name
        # lead here and read what is answered.
        if scope["method"] == "POST" and headers.get("sec-fetch-site") == "cross-site":
            return problem_response(FOREIGN_PAGE)
        if not self._token and not _is_this_machine(headers.get("host", "")):
            return problem_response(FOREIGN_PAGE, "without a token, call it by 127.0.0.1 or localhost")
        return None

    def _is_known(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(
            given.strip().encode("latin-1"), self._token
        )


def _is_this_machine(host: str) -> bool:
    """By the name that a caller used; old programs send none."""
    name = re.sub(r":\d+$", "", host).lower().rstrip(".")
    return name in ("", "localhost", "[::1]") or re.fullmatch(r"127(\.\d{1,3}){3}", name) is not None


def _add_headers(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")
