"""The files of translations are whole, and what the program loads is what a translator reads."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator

from effad_desktop.gui.language import LANGUAGES
from effad_desktop.paths import resources_dir
from tests.effad_desktop.gui.translated import SAME_IN_GERMAN

FOREIGN = ("de", "zh_CN")
FOLDER = resources_dir() / "translations"
GUI = Path(__file__).parents[3] / "effad_desktop" / "gui"
PLACE = re.compile(r"\{[^}]*\}")


def tree(file: Path) -> ET.Element:
    return ET.parse(file).getroot()  # noqa: S314 - our own


def messages(language: str) -> Iterator[tuple[str, ET.Element]]:
    for context in tree(FOLDER / f"effad_{language}.ts").iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def forms(message: ET.Element) -> list[str]:
    """One, or those of the numbers."""
    translation = message.find("translation")
    assert translation is not None
    plural = [form.text or "" for form in translation.iter("numerusform")]
    return plural or [translation.text or ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_missing_or_left_over(language: str) -> None:
    for context, message in messages(language):
        translation = message.find("translation")
        assert translation is not None
        source = message.findtext("source", "")
        assert "type" not in translation.attrib, (context, source)
        assert all(forms(message)), (context, source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    for _, message in messages(language):
        source = message.findtext("source", "")
        for form in forms(message):
            assert sorted(PLACE.findall(form)) == sorted(PLACE.findall(source)), form
            assert (form[0] == " ") == (source[0] == " "), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_says_what_the_readable_one_does(language: str) -> None:
    compiled = QTranslator()
    assert compiled.load(f"effad_{language}", str(FOLDER))
    for context, message in messages(language):
        source, said_so = message.findtext("source", ""), forms(message)
        numbers = [-1] if len(said_so) == 1 and message.get("numerus") is None else [1, 2][: len(said_so)]
        assert [compiled.translate(context, source, "", n) for n in numbers] == said_so


@pytest.mark.parametrize("language", FOREIGN)
def test_nothing_in_the_program_is_newer_than_the_translations(language: str, tmp_path: Path) -> None:
    """Else `make translations` is needed."""
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    assert tool
    fresh = tmp_path / f"effad_{language}.ts"
    files = sorted(map(str, GUI.rglob("*.py")))
    subprocess.run([tool, *files, "-locations", "none", "-ts", str(fresh)], check=True, capture_output=True)
    found = {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in tree(fresh).iter("context")
        for message in context.iter("message")
    }
    assert found == {(context, message.findtext("source", "")) for context, message in messages(language)}


def test_german_says_nothing_in_english() -> None:
    same = {m.findtext("source", "") for _, m in messages("de") if m.findtext("source", "") in forms(m)}
    assert {text for text in same if re.search(r"[A-Za-z]", PLACE.sub("", text))} <= SAME_IN_GERMAN
