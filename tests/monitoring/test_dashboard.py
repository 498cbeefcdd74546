"""The dashboard as a file; test_prometheus.py runs its queries."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

GRAFANA = Path(__file__).parents[2] / "monitoring" / "grafana"
BOARD = json.loads((GRAFANA / "dashboards" / "effad.json").read_text())
PANELS = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
COLUMNS = 24
OK_COLOUR, NG_COLOUR = "#009E73", "#D55E00"


def datasource() -> dict[str, Any]:
    path = GRAFANA / "provisioning" / "datasources" / "prometheus.yml"
    (only,) = yaml.safe_load(path.read_text())["datasources"]
    return dict(only)


def place(panel: dict[str, Any]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    at = panel["gridPos"]
    return at["x"], at["y"], at["x"] + at["w"], at["y"] + at["h"]


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    left, top, right, bottom = place(one)
    other_left, other_top, other_right, other_bottom = place(other)
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


def test_panels_have_ids_and_titles_of_their_own() -> None:
    ids = [panel["id"] for panel in BOARD["panels"]]
    titles = [panel["title"] for panel in BOARD["panels"]]
    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles)


def test_panels_lie_side_by_side_and_fill_the_width() -> None:
    assert not [
        (one["title"], other["title"])
        for one, other in combinations(BOARD["panels"], 2)
        if overlap(one, other)
    ]
    assert all(place(panel)[2] <= COLUMNS for panel in BOARD["panels"])
    bottom = max(place(panel)[3] for panel in BOARD["panels"])
    assert sum(p["gridPos"]["w"] * p["gridPos"]["h"] for p in BOARD["panels"]) == COLUMNS * bottom


def test_every_query_asks_the_provisioned_datasource() -> None:
    variables = {variable["name"]: variable for variable in BOARD["templating"]["list"]}
    assert variables["datasource"]["query"] == datasource()["type"]
    assert variables["datasource"]["current"]["value"] == datasource()["uid"]
    asking = [*PANELS, *(target for panel in PANELS for target in panel["targets"])]
    asking += [variables["instance"], variables["recipe"], *BOARD["annotations"]["list"]]
    assert {json.dumps(each["datasource"], sort_keys=True) for each in asking} == {
        '{"type": "prometheus", "uid": "${datasource}"}'
    }


def test_rates_span_the_interval_that_prometheus_scrapes_at() -> None:
    configuration = yaml.safe_load((GRAFANA.parent / "prometheus.yml").read_text())
    assert datasource()["jsonData"]["timeInterval"] == configuration["global"]["scrape_interval"]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_a_panel_says_what_it_shows_and_in_which_unit(panel: dict[str, Any]) -> None:
    assert panel["description"].endswith(".")
    if panel["type"] in {"stat", "timeseries"}:
        assert panel["fieldConfig"]["defaults"]["unit"]
    references = [target["refId"] for target in panel["targets"]]
    assert len(set(references)) == len(references)


def test_ok_and_ng_have_colours_that_everyone_tells_apart() -> None:
    (panel,) = (panel for panel in PANELS if panel["title"] == "Inspections by verdict")
    colours = {
        override["matcher"]["options"]: override["properties"][0]["value"]["fixedColor"]
        for override in panel["fieldConfig"]["overrides"]
    }
    assert colours == {"OK": OK_COLOUR, "NG": NG_COLOUR}


def test_compose_mounts_the_dashboard_where_its_provider_looks() -> None:
    provider = yaml.safe_load((GRAFANA / "provisioning" / "dashboards" / "effad.yml").read_text())
    (only,) = provider["providers"]
    compose = yaml.safe_load((GRAFANA.parent / "compose.yaml").read_text())
    grafana = compose["services"]["grafana"]
    assert f"./grafana/dashboards:{only['options']['path']}:ro" in grafana["volumes"]
    home = Path(grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
    assert home.parent == Path(only["options"]["path"])
    assert (GRAFANA / "dashboards" / home.name).is_file()
