"""The page that `make report` writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "test_report.py"
JUNIT = """\
<testsuites><testsuite>
<testcase classname="tests.training.test_losses" name="test_a" time="1.5"/>
<testcase classname="tests.training.test_losses" name="test_b" time="0.5"><failure message="no"/></testcase>
<testcase classname="tests.docs.test_links" name="test_c" time="0"><skipped message="offline"/></testcase>
</testsuite></testsuites>
"""


def test_the_report_says_what_ran_what_was_skipped_and_how_much_code_it_reached(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    files = {
        "effad_desktop/core/line.py": {"summary": {"num_statements": 30, "covered_lines": 30}},
        "effad_desktop/core/feed.py": {"summary": {"num_statements": 10, "covered_lines": 6}},
        "training/losses.py": {"summary": {"num_statements": 10, "covered_lines": 9}},
    }
    (tmp_path / "coverage.json").write_text(json.dumps({"files": files}))
    out = tmp_path / "report.md"
    command = [sys.executable, str(SCRIPT), "junit.xml", str(out), "--coverage", "coverage.json"]
    subprocess.run(command, cwd=tmp_path, check=True)
    page = out.read_text()
    assert "3 tests in 2 s: 1 passed, 1 failed, 1 skipped" in page
    assert "- 1 × offline" in page
    assert "- tests.training.test_losses.test_b" in page
    assert "| effad_desktop.core | 40 | 90.0% |" in page
    assert "| **all** | 50 | 90.0% |" in page
