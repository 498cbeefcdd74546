"""Commands, links and pictures of the documents."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "monitoring/README.md")),
)
# Begins of commands that are not run here, and why.
NOT_RUN = {
    "make ": "sets up an environment, or is the run that this test is part of",
    ". .venv": "changes the reader's shell",
    "effad-train": "trains for minutes; tests/training runs it",
    "python -m training": "trains for minutes; tests/training runs it",
    "python benchmarks/": "measures for minutes, some on real pictures",
    "python -m pytest": "is a part of the suite that this test is in",
    "effad serve": "does not end; test_serve.py runs it",
    "effad inspect": "wants the reader's pictures; test_cli.py runs it",
    "effad recipes": "wants the reader's recipe; test_recipes.py runs it",
    "effad history": "wants a history; test_history_command.py runs it",
    "effad bench": "measures; test_bench.py runs it",
    "effad parity": "wants the reader's recipe; test_parity.py runs it",
    "effad teach": "wants the reader's recipe; test_teach.py runs it",
    "effad-lite": "is in the built executable; packaging/smoke_test.py runs it",
    "effad/bin/pip": "installs packages",
    "python -m venv": "installs packages, on Windows",
    "EFFAD_": "is one of the above with a variable",
    "dvc ": "test_pipeline.py runs DVC",
    "curl": "wants a running service; tests of the server send the same requests",
    "python3 -m": "installs packages",
    "/opt/effad": "is on the reader's PC",
    "useradd": "changes the system",
    "systemctl": "changes the system",
    ".venv/bin/python -m pytest": "would run the suite inside itself",
    "dist/effad-lite/": "wants a bundle; packaging/smoke_test.py runs it",
    "sha256sum": "wants an archive of a bundle",
    "tar -xf": "wants an archive of a bundle",
    "sudo apt": "installs a package",
    "docker ": "wants Docker's engine; test_compose.py checks the files",
    "pip wheel": "builds every package; test_wheel.py builds and runs effad's",
    "build\\venv": "is for Windows",
    "iscc": "is for Windows",
    "signtool": "is for Windows",
    "msiexec": "is for Windows",
    "cd monitoring": "changes the reader's folder",
    "cp example.env": "leaves a file; test_compose.py fills one in",
}
RUN = ("effad doctor",)
# Begins of indented lines that are no commands: layouts, answers, parts of longer commands.
SHOWN = (
    "FOLDER/", "train/good/", "test/", "ground_truth/", "threshold T", "on the test images", "image AU-ROC",
    "{", '"seconds"', '"$DATA/', "sources/", "sinks/", "for ", "done",
)  # fmt: skip
_DRAWN = re.compile("[─│┌└▶◀]")
_INDENTED = re.compile(r"^ {4,}(?:time )?(\S.*)$")
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


_MODULES = re.compile(r"`([a-z][\w/]*)`")


def commands() -> list[str]:
    return sorted({line for page in PAGES for line in indented(page.read_text(encoding="utf-8"))})


def indented(text: str) -> Iterator[str]:
    """Lines of code blocks; where a text before them is a list they belong to it."""
    before = ""
    for line in text.splitlines():
        found = _INDENTED.match(line)
        if found and not before and not found[1].startswith(SHOWN) and not _DRAWN.search(line):
            yield found[1]
        if not found:
            before = line.strip()


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", head.lower()).strip()) for head in heads}


def test_commands_are_found() -> None:
    assert len(commands()) > 20


@pytest.mark.parametrize("command", commands())
def test_a_command_is_run_or_named_as_not_run(command: str) -> None:
    assert command.startswith((*RUN, *NOT_RUN)), f"neither run nor listed: {command}"


@pytest.mark.parametrize("command", ["inspect", "serve", "history", "bench", "recipes threshold", "doctor"])
def test_options_named_in_the_documents_exist(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "effad_desktop", *command.split(), "--help"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    )
    named = [c.split("#")[0] for c in commands() if c.startswith(f"effad {command}")]
    used = {option for line in named for option in re.findall(r"--[a-z-]+", line)}
    assert used <= set(re.findall(r"--[a-z-]+", done.stdout))


def test_doctor_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "effad_desktop", "--data-dir", str(tmp_path), "doctor"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(page.read_text(encoding="utf-8")):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{page.name}: {target}#{anchor}"


def test_modules_that_the_design_names_exist() -> None:
    text = (ROOT / "docs" / "low-level-design.md").read_text(encoding="utf-8")
    rows = text.split("## Modules")[1].split("## Schema")[0].splitlines()
    named = [name for row in rows if row.startswith("| `") for name in _MODULES.findall(row.split(" | ")[0])]
    assert len(named) > 70
    found = {path.with_suffix("").as_posix() for path in ROOT.glob("[et][fr]*/**/*.py")}
    folders = {path.as_posix() for path in (ROOT / "effad_desktop").rglob("*") if path.is_dir()}
    missing = [n for n in named if not any(f"/{p}".endswith(f"/{n.rstrip('/')}") for p in found | folders)]
    assert missing == []
