"""Configuration and alerts by Prometheus' own promtool."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "monitoring"
RULE_TESTS = ("alerts_test.yml", "alerts_past_test.yml")


def check(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=MONITORING, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def alerts() -> dict[str, dict[str, Any]]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


def test_the_configuration_is_valid(promtool: str) -> None:
    check(promtool, "check", "config", "--syntax-only", "prometheus.yml")


def test_the_rules_are_valid(promtool: str) -> None:
    check(promtool, "check", "rules", "--lint=all", "--lint-fatal", "alerts.yml")


def test_alerts_fire_when_they_should_and_only_then(promtool: str) -> None:
    check(promtool, "test", "rules", *RULE_TESTS)


def test_every_alert_is_tested_firing_and_silent() -> None:
    firing: set[str] = set()
    silent: set[str] = set()
    for name in RULE_TESTS:
        for group in yaml.safe_load((MONITORING / name).read_text())["tests"]:
            for case in group["alert_rule_test"]:
                (firing if case.get("exp_alerts") else silent).add(case["alertname"])
    assert firing == silent == set(alerts())


def test_every_alert_says_how_grave_it_is_and_what_to_do() -> None:
    for name, rule in alerts().items():
        assert rule["labels"]["severity"] in {"critical", "warning"}, name
        assert set(rule["annotations"]) == {"summary", "description"}, name


def test_the_guide_names_every_alert() -> None:
    guide = (MONITORING / "README.md").read_text()
    assert not [name for name in alerts() if f"`{name}`" not in guide]
