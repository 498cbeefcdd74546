"""The real Prometheus scrapes a station, fake exporters, and answers every query that we ship."""

from __future__ import annotations

import json
import math
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.monitoring.conftest import Prometheus

MONITORING = Path(__file__).parents[2] / "monitoring"
BOARD = json.loads((MONITORING / "grafana" / "dashboards" / "effad.json").read_text())
VARIABLES = {"instance": ".*", "recipe": ".*", "__rate_interval": "20s", "__range": "1m"}
SECONDS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Query:
    name: str
    expression: str


def filled(expression: str) -> str:
    """With Grafana's variables put in."""
    return re.sub(r"\$(\w+)", lambda variable: VARIABLES[variable[1]], expression)


def panel_queries() -> list[Query]:
    panels = (panel for panel in BOARD["panels"] if panel["type"] != "row")
    return [
        Query(f"{panel['title']}, {target['refId']}", filled(target["expr"]))
        for panel in panels
        for target in panel["targets"]
    ]


def rule_queries() -> list[Query]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    return [Query(rule.get("alert") or rule["record"], rule["expr"]) for rule in rules]


def variable_queries() -> list[Query]:
    asked = (variable for variable in BOARD["templating"]["list"] if variable["type"] == "query")
    return [Query(variable["name"], filled(variable["query"]["query"])) for variable in asked]


def numbers(result: list[dict[str, Any]]) -> list[float]:
    """Of a range; Prometheus writes them as text."""
    return [float(text) for series in result for _, text in series["values"]]


def test_all_that_we_scrape_answers(prometheus: Prometheus) -> None:
    up = prometheus.ask("query", query="up")["result"]
    assert {(each["metric"]["job"], each["value"][1]) for each in up} == {
        (job, "1") for job in ("effad", "node", "cadvisor", "windows")
    }


@pytest.mark.parametrize("query", panel_queries(), ids=lambda query: query.name)
def test_a_panel_has_something_to_show(prometheus: Prometheus, query: Query) -> None:
    now = time.time()
    shown = {"start": str(now - SECONDS_SHOWN), "end": str(now), "step": "0.5"}
    result = prometheus.ask("query_range", query=query.expression, **shown)["result"]
    assert [number for number in numbers(result) if math.isfinite(number)]


@pytest.mark.parametrize("query", rule_queries(), ids=lambda query: query.name)
def test_a_rule_can_be_asked_of_what_is_scraped(prometheus: Prometheus, query: Query) -> None:
    prometheus.ask("query", query=query.expression)
    known = set(prometheus.ask("label/__name__/values"))
    metrics = set(re.findall(r"(?<![\w:])effad_\w+", query.expression))
    assert metrics <= known


@pytest.mark.parametrize("query", variable_queries(), ids=lambda query: query.name)
def test_a_variable_has_choices(prometheus: Prometheus, query: Query) -> None:
    asked = re.fullmatch(r"label_values\((.*), (\w+)\)", query.expression)
    assert asked
    assert prometheus.ask(f"label/{asked[2]}/values", match=asked[1])


def test_the_alerts_can_be_drawn_over_the_panels(prometheus: Prometheus) -> None:
    for annotation in BOARD["annotations"]["list"]:
        prometheus.ask("query", query=annotation["expr"])


def test_prometheus_evaluates_every_rule(prometheus: Prometheus) -> None:
    groups = prometheus.ask("rules")["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len(rules) == len(rule_queries())
    assert {rule.get("lastError", "") for rule in rules} == {""}


def test_of_a_station_at_work_no_critical_alert_fires(prometheus: Prometheus) -> None:
    critical = prometheus.ask("query", query='ALERTS{severity="critical"}')
    assert critical["result"] == []


def test_only_those_metrics_of_containers_are_kept_that_the_dashboard_reads(prometheus: Prometheus) -> None:
    kept = prometheus.ask("label/__name__/values", match='{job="cadvisor", __name__=~"container_.*"}')
    assert kept == ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes"]
