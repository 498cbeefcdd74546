"""OpenAPI as one page to read: no script, and nothing from the internet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from effad_desktop.server.problems import KINDS

Described = Mapping[str, Any]

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="style.css">
</head>
<body class="docs">
<main>
"""


def docs_page(openapi: Described) -> str:
    info = openapi["info"]
    operations = [
        (path, method, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = openapi["components"]["schemas"].items()
    parts = [
        _HEAD.format(title=escape(f"{info['title']} – HTTP interface")),
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        *(f"<p>{_prose(paragraph)}</p>" for paragraph in info["description"].split("\n\n")),
        '<p><a href="./">Upload page</a> · <a href="openapi.json">openapi.json</a></p>',
        "<nav aria-label='Routes'><ul>",
        *(
            f"<li><a href='#{_anchor(p, m)}'>{_name(p, m)}</a> {escape(o['summary'])}"
            for p, m, o in operations
        ),
        "</ul></nav>",
        *(text for p, m, o in operations for text in _operation(p, m, o)),
        "<h2>What answers hold</h2>",
        *(text for name, schema in schemas for text in _schema(name, schema)),
        *_problems(),
        "</main></body></html>",
    ]
    return "\n".join(parts)


def _operation(path: str, method: str, operation: Described) -> Iterator[str]:
    yield f"<section id='{_anchor(path, method)}'><h2>{_name(path, method)}</h2>"
    yield f"<p>{_prose(operation.get('description', ''))}</p>"
    yield f"<pre tabindex='0'>{escape(_curl(path, operation))}</pre>"
    if body := operation.get("requestBody"):
        ((media_type, content),) = body["content"].items()
        yield f"<h3>Body, {escape(media_type)}</h3>"
        yield from _fields(content["schema"])
    yield "<h3>Answers</h3><table><tr><th>Status<th>Body<th>Meaning</tr>"
    for status, answer in operation["responses"].items():
        kinds = ", ".join(_body(m, c) for m, c in answer.get("content", {}).items())
        yield f"<tr><td>{escape(status)}<td>{kinds}<td>{_prose(answer['description'])}</tr>"
    yield "</table></section>"


def _curl(path: str, operation: Described) -> str:
    form = " -F file=@part.jpg -F heatmap=true" if "requestBody" in operation else ""
    token = ' -H "Authorization: Bearer $TOKEN"' if operation.get("security") else ""
    return f"curl{token}{form} http://127.0.0.1:8000{path}"


def _body(media_type: str, content: Described) -> str:
    return f"{escape(media_type)} {_type(content.get('schema', {}))}".strip()


def _schema(name: str, schema: Described) -> Iterator[str]:
    yield f"<section id='{escape(name)}'><h3>{escape(name)}</h3>"
    yield f"<p>{_prose(schema.get('description', ''))}</p>"
    if "properties" in schema:
        yield from _fields(schema)
    if "enum" in schema:
        yield f"<p>One of {', '.join(f'<code>{escape(each)}</code>' for each in schema['enum'])}.</p>"
    for example in schema.get("examples", []):
        yield f"<pre tabindex='0'>{escape(json.dumps(example, indent=2))}</pre>"
    yield "</section>"


def _fields(schema: Described) -> Iterator[str]:
    required = schema.get("required", [])
    yield "<table><tr><th>Field<th>Type<th>Meaning</tr>"
    for name, field in schema["properties"].items():
        optional = "" if name in required else " <small>optional</small>"
        yield f"<tr><td><code>{escape(name)}</code>{optional}<td>{_type(field)}"
        yield f"<td>{_prose(field.get('description', ''))}</tr>"
    yield "</table>"


def _type(schema: Described) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return escape(str(schema.get("format") or schema.get("type", "")))


def _problems() -> Iterator[str]:
    yield "<section><h2>Problems</h2><table><tr><th>Type<th>Status<th>Title<th>Meaning</tr>"
    for kind in KINDS:
        yield f"<tr id='{kind.name}'><td><code>{kind.type}</code><td>{kind.status}"
        yield f"<td>{escape(kind.title)}<td>{_prose(kind.meaning)}</tr>"
    yield "</table></section>"


def _anchor(path: str, method: str) -> str:
    return escape(f"{method}-{path.strip('/')}")


def _link(path: str, method: str) -> str:
    return f"<a href='#{_anchor(path, method)}'>{_name(path, method)}</a>"


def _name(path: str, method: str) -> str:
    return f"<code>{escape(method.upper())} {escape(path)}</code>"


def _prose(text: str) -> str:
    """What stands between backticks is code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))
