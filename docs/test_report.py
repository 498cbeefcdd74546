"""A test run's JUnit XML as a page: what ran, what was skipped and why, and the coverage of the code."""

from __future__ import annotations

import argparse
import json
import xml.etree.ElementTree as ET  # the file is pytest's own
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any


def outcome(case: ET.Element) -> str:
    found = {child.tag for child in case}
    if found & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in found else "passed"


def coverage(report: dict[str, Any]) -> list[str]:
    """Rows of a table, by package; `report` is what `coverage json` writes."""
    lines: Counter[str] = Counter()
    ran: Counter[str] = Counter()
    for name, file in report["files"].items():
        folders = Path(name).parent.parts[:2]
        part = ".".join(folders)
        lines[part] += file["summary"]["num_statements"]
        ran[part] += file["summary"]["covered_lines"]
    rows = [f"| {part} | {lines[part]} | {share(ran[part], lines[part])} |" for part in sorted(lines)]
    return [*rows, f"| **all** | {lines.total()} | {share(ran.total(), lines.total())} |"]


def share(some: int, of_all: int) -> str:
    return f"{some / of_all:.1%}" if of_all else "–"


def page(report: ET.Element, covered: dict[str, Any] | None = None) -> str:
    cases = list(report.iter("testcase"))
    parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    for case in cases:
        parts[".".join(case.get("classname", "").split(".")[1:3])][outcome(case)] += 1
        if (skipped := case.find("skipped")) is not None:
            reasons[skipped.get("message", "")] += 1
    total = Counter(map(outcome, cases))
    seconds = sum(float(case.get("time", 0)) for case in cases)
    lines = [
        "# Test report",
        "",
        (
            f"{len(cases)} tests in {seconds:.0f} s: {total['passed']} passed, {total['failed']} failed, "
            f"{total['skipped']} skipped. Figures on real data: docs/benchmarks.md."
        ),
        "",
        "| part | passed | failed | skipped |",
        "|---|---|---|---|",
    ]
    lines += [f"| {k} | {c['passed']} | {c['failed']} | {c['skipped']} |" for k, c in sorted(parts.items())]
    if covered:
        lines += ["", "## Coverage", "", "| part | statements | ran |", "|---|---|---|", *coverage(covered)]
    lines += ["", "## Skipped", ""]
    lines += [f"- {n} × {why}" for why, n in reasons.most_common()] or ["None."]
    lines += ["", "## Failed", ""]
    failed = [f"- {c.get('classname')}.{c.get('name')}" for c in cases if outcome(c) == "failed"]
    return "\n".join([*lines, *(failed or ["None."]), ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("junit", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--coverage", type=Path, help="what `coverage json` has written")
    given = parser.parse_args()
    covered = json.loads(given.coverage.read_text(encoding="utf-8")) if given.coverage else None
    given.out.write_text(page(ET.parse(given.junit).getroot(), covered), encoding="utf-8")  # noqa: S314


if __name__ == "__main__":
    main()
