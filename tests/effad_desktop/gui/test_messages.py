"""What the parts below the window say is known to the window, and told in its language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from effad_desktop.gui.language import Speech
from effad_desktop.gui.messages import KNOWN, said

PACKAGE = Path(__file__).parents[3] / "effad_desktop"
ELSEWHERE = {"budget.py", "cli.py", "teachers.py"}
"""Answers to HTTP, the command line, and training."""
PLACE = re.compile(r"\{[^}]*\}")


def test_what_the_parts_below_say_of_trouble_is_known() -> None:
    """As sentences of the right form; the words between are those of the moment."""
    patterns = [re.compile(".+".join(map(re.escape, PLACE.split(template))), re.DOTALL) for template in KNOWN]
    unknown = [
        (place, sentence)
        for place, sentence in sentences_of_errors()
        if not any(pattern.fullmatch(sentence) for pattern in patterns)
    ]
    assert unknown == []


def sentences_of_errors() -> Iterator[tuple[str, str]]:
    """Titles and details of all that can be raised and shown in the window."""
    errors = re.compile(r"(Usage|Settings|Recipe|Source|Station)Error|Busy|NameTaken")
    faces = {PACKAGE / "commands", PACKAGE / "gui"}
    for file in sorted(PACKAGE.rglob("*.py")):
        if faces & set(file.parents) or file.name in ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and errors.fullmatch(ast.unparse(node.func)):
                for argument in node.args:
                    sentence = filled(argument)
                    if re.search("[a-z]", sentence) and not sentence.startswith("pip install"):
                        yield f"{file.name}:{node.lineno}", sentence


def filled(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if isinstance(argument, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "X1" for p in argument.values)
    return ""


def test_trouble_is_told_in_the_window_s_language_with_its_reason(speech: Speech) -> None:
    speech.use("de")
    alarm = "Images are not stored: less than 1 GB is free in /data"
    assert said(alarm) == "Bilder werden nicht gespeichert: weniger als 1 GB frei in /data"
    assert said("Camera 0 is lost; trying again in 2 s") == "Kamera 0 ist ausgefallen; neuer Versuch in 2 s"
    assert said("Cannot read /a.png: Permission denied") == "/a.png ist nicht lesbar: Zugriff verweigert"
    assert said("Ein Satz, den niemand kennt") == "Ein Satz, den niemand kennt"


def test_every_known_sentence_stays_as_it_is_in_english(speech: Speech) -> None:
    speech.use("en")
    for template in KNOWN:
        sentence = PLACE.sub("x", template)
        assert said(sentence) == sentence
