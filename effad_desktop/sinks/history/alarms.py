"""What is wrong with a history though inspecting goes on."""

from __future__ import annotations

import logging
from threading import Lock

log = logging.getLogger(__name__)


class Alarms:
    """A sentence for each cause, until the cause ends. Any thread may call."""

    def __init__(self) -> None:
        self._sentences: dict[str, str] = {}
        self._lock = Lock()

    def __str__(self) -> str:
        with self._lock:
            return "; ".join(self._sentences.values())

    def __contains__(self, cause: str) -> bool:
        with self._lock:
            return cause in self._sentences

    def begin(self, cause: str, sentence: str) -> None:
        with self._lock:
            known = self._sentences.get(cause)
            self._sentences[cause] = sentence
        if known != sentence:
            log.warning("%s", sentence)

    def end(self, cause: str) -> None:
        with self._lock:
            sentence = self._sentences.pop(cause, "")
        if sentence:
            log.info("No longer: %s", sentence)
