"""The service on a thread of this process."""

from __future__ import annotations

import errno
import logging
import socket
import time
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from effad_desktop.core.threads import Worker
from effad_desktop.errors import EffadError, SettingsError, StationError

log = logging.getLogger("effad_desktop.server")

START_SECONDS = 10.0
GRACE_SECONDS = 30
"""What is in flight may take so long after `stop`."""

_BACKLOG = 128
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - it is not bound to here


class Server:
    """Started and stopped as often as one likes. Installs no signal handlers.

    `on_crash` is told when it ends by itself after it has started, on its thread.
    """

    def __init__(
        self, app: ASGIApp, host: str, port: int, on_crash: Callable[[Exception], None] = lambda _crash: None
    ) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._on_crash = on_crash
        self._bound_port = port
        self._server: uvicorn.Server | None = None
        self._thread: Worker | None = None

    @property
    def url(self) -> str:
        """To open on this machine; with port 0 the real port is known once it is started."""
        host = _WILDCARDS.get(self._host, self._host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self._bound_port}"

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Returns when it listens. Raises StationError for a taken port, SettingsError for a wrong host."""
        if self.running:
            return
        listener = _listen(self._host, self._port)
        self._bound_port = listener.getsockname()[1]
        _log_as_ours()
        server = uvicorn.Server(
            uvicorn.Config(
                self._app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=_BACKLOG,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._server = server
        self._thread = Worker(
            "api", lambda: self._run(server, listener), lambda crash: self._died(server, crash)
        )
        self._thread.start()
        self._wait(server, self._thread, listener)
        log.info("Serving %s", self.url)

    def stop(self) -> None:
        """What is in flight is finished, within GRACE_SECONDS."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.should_exit = True
        thread.join(GRACE_SECONDS + 5)
        if thread.is_alive():
            log.error("The HTTP service does not end")

    def _run(self, server: uvicorn.Server, listener: socket.socket) -> None:
        with listener:  # else, of a service that has died, callers would wait for an answer
            server.run([listener])
        if self._server is server:
            raise StationError("The HTTP service has ended", "nobody has stopped it")

    def _died(self, server: uvicorn.Server, crash: Exception) -> None:
        log.error("The HTTP service has died", exc_info=crash)
        if server.started:
            self._on_crash(crash)

    def _wait(self, server: uvicorn.Server, thread: Worker, listener: socket.socket) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                self.stop()
                listener.close()
                raise StationError("The HTTP service did not start", "its log says more")
            time.sleep(0.005)


def _listen(host: str, port: int) -> socket.socket:
    """Bound and listening here, so that what is in the way is known before a thread is started."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise SettingsError(f"{host} is no address of this machine", error.strerror or str(error)) from error
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        # Windows would let another program take the port away; elsewhere one stopped a moment ago is free.
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
        listener.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _in_words(error, host, port) from error
    return listener


def _in_words(error: OSError, host: str, port: int) -> EffadError:
    if error.errno == errno.EADDRINUSE:
        return StationError(f"Port {port} is taken", "stop the program that has it, or give another port")
    if error.errno == errno.EACCES:
        return StationError(f"Port {port} is not allowed", "give one from 1024 up")
    if error.errno == errno.EADDRNOTAVAIL:
        return SettingsError(f"{host} is no address of this machine", "give 127.0.0.1 or one that it has")
    return StationError(f"Cannot serve on {host}, port {port}", error.strerror or str(error))


class _Ours(logging.Handler):
    """Tells what the web server logs in the application's log; callers' mistakes are no warnings there."""

    def emit(self, record: logging.LogRecord) -> None:
        level = record.levelno if record.levelno >= logging.ERROR else logging.DEBUG
        if log.isEnabledFor(level):
            log.log(level, "%s", record.getMessage().strip(), exc_info=record.exc_info)


def _log_as_ours() -> None:
    """In place of the handlers that the web server would bring."""
    theirs = logging.getLogger("uvicorn")
    theirs.setLevel(logging.INFO)
    theirs.propagate = False
    if not any(isinstance(handler, _Ours) for handler in theirs.handlers):
        theirs.handlers = [_Ours()]
