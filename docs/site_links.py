"""mkdocs hook: takes in the documents that lie outside docs/, and turns links to them."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
TAKEN_IN = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "monitoring/README.md": "monitoring.md",
    "resources/teachers/README.md": "teachers.md",
}
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")


def turned(text: str, folder: str) -> str:
    """Links of a document in `folder` of the checkout, as the site has its pages; other files become text."""

    def turn(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[1]))
        page = TAKEN_IN.get(target) or (target[5:] if target.startswith("docs/") else "")
        return f"]({page}{link[2] or ''})" if page else "](index.md)"

    return _LINK.sub(turn, text)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for source, page in TAKEN_IN.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=turned(text, posixpath.dirname(source))))
    return files


def on_page_markdown(markdown: str, page: object, **_more: object) -> str:
    file = getattr(page, "file", None)
    taken_in = getattr(file, "src_uri", "") in TAKEN_IN.values()
    return markdown if taken_in else turned(markdown, "docs")
