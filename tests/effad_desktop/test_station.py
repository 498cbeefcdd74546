from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.core.recipe import read_recipe, write_recipe
from effad_desktop.core.status import State
from effad_desktop.errors import RecipeError, StationError
from effad_desktop.imaging import load_image
from effad_desktop.inspectors import Inspectors
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from effad_desktop.recipe_lock import lock_file
from effad_desktop.recipes import Recipes
from effad_desktop.settings import Settings, load_settings
from effad_desktop.station import Station
from tests.effad_desktop.core.fakes import FakeSource, frame

SAMPLE_IMAGES = resources_dir() / "sample_images"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path / "data")


@pytest.fixture
def seen() -> list[Inspection]:
    return []


@pytest.fixture
def station(settings: Settings, seen: list[Inspection]) -> Iterator[Station]:
    with Station(settings, [seen.append]) as made:
        yield made


@pytest.fixture
def copy_sample(settings: Settings) -> Callable[..., Path]:
    """Installs the sample recipe under another name and threshold."""

    def copy(name: str, threshold: float) -> Path:
        folder = settings.data_dir / "recipes" / name
        shutil.copytree(built_in_recipes_dir() / "sample", folder)
        set_threshold(folder, threshold, name)
        return folder

    return copy


@pytest.fixture
def inspectors(settings: Settings) -> Inspectors:
    return Inspectors(Recipes(settings.data_dir / "recipes", built_in_recipes_dir()), "cpu", "auto")


def set_threshold(folder: Path, threshold: float, name: str = "") -> None:
    old = read_recipe(folder)
    write_recipe(type(old)(name or old.name, threshold, old.created), folder)


def test_good_and_defective_samples_are_told_apart(station: Station, seen: list[Inspection]) -> None:
    frames = [frame(0), frame(1)]
    paths = [SAMPLE_IMAGES / "good_000.jpg", SAMPLE_IMAGES / "missing_hole_000.jpg"]
    given = [replace(f, image=load_image(p), source=str(p)) for f, p in zip(frames, paths, strict=True)]
    futures = [station.submit(f) for f in given]
    assert [f.result(60).verdict for f in futures] == [Verdict.NORMAL, Verdict.ANOMALOUS]
    assert [i.frame.source for i in seen] == [str(p) for p in paths]
    assert len(seen[0].model) == 64


def test_status_tells_what_is_going_on(settings: Settings) -> None:
    station = Station(settings)
    assert station.status().state is State.STOPPED
    with pytest.raises(StationError, match="stopped"):
        station.submit(frame())
    station.start()
    status = station.status()
    assert (status.state, status.recipe) == (State.RUNNING, "sample")
    assert status.detector.startswith("openvino")
    station.close()
    assert station.status().state is State.STOPPED


def test_an_unknown_recipe_is_refused_and_a_folder_is_unknown(station: Station) -> None:
    for name in ("nuts", "../recipes/sample", str(built_in_recipes_dir() / "sample")):
        with pytest.raises(RecipeError, match="No recipe"):
            station.submit(frame(), name)


def test_a_switch_of_the_recipe_loses_no_inspection(
    station: Station, seen: list[Inspection], copy_sample: Callable[..., Path]
) -> None:
    copy_sample("strict", -1.0)
    futures = [station.submit(frame(i)) for i in range(3)]
    station.use("strict")
    futures += [station.submit(frame(i)) for i in range(3)]
    recipes = [f.result(60).recipe for f in futures]
    assert recipes == ["sample"] * 3 + ["strict"] * 3
    assert len(seen) == 6
    assert station.status().recipe == "strict"


def test_a_threshold_that_was_changed_on_disk_counts_at_once_without_loading_again(
    inspectors: Inspectors, copy_sample: Callable[..., Path]
) -> None:
    folder = copy_sample("parts", 1.0)
    before = inspectors.get("parts")
    assert inspectors.get("parts") is before
    set_threshold(folder, 2.5)
    after = inspectors.get("parts")
    assert after.threshold == 2.5
    assert after.detector is before.detector


def test_a_recipe_that_is_broken_for_a_while_is_inspected_as_it_was(
    inspectors: Inspectors, copy_sample: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = copy_sample("parts", 1.0)
    before = inspectors.get("parts")
    whole = (folder / "recipe.toml").read_text()
    (folder / "recipe.toml").write_text(whole.replace("1.0", "1,0"))
    assert [inspectors.get("parts") for _ in range(3)] == [before] * 3
    (folder / "recipe.toml").unlink()
    assert inspectors.get("parts") is before
    assert len([r for r in caplog.records if "goes on with the recipe as it was" in r.message]) == 2
    (folder / "recipe.toml").write_text(whole.replace("1.0", "2.5"))
    assert inspectors.get("parts").threshold == 2.5
    (folder / "recipe.toml").write_text(whole)
    assert inspectors.get("parts").threshold == 1.0


def test_a_recipe_whose_lock_is_another_user_s_is_read(
    inspectors: Inspectors, copy_sample: Callable[..., Path]
) -> None:
    folder = copy_sample("parts", 1.0)
    lock_file(folder).mkdir()  # as little to be opened as a file of root's
    assert inspectors.get("parts").threshold == 1.0
    set_threshold(folder, 2.5)
    assert inspectors.get("parts").threshold == 2.5


def test_a_recipe_is_found_where_it_is_replaced_at_that_moment(
    inspectors: Inspectors, copy_sample: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_sample("parts", 1.0)
    before = inspectors.get("parts")
    folder.rename(folder.with_name(".away"))
    monkeypatch.setattr("time.sleep", lambda _: folder.with_name(".away").rename(folder))
    assert inspectors.get("parts") is before


def test_an_attached_source_is_inspected_and_its_end_is_seen(
    station: Station, seen: list[Inspection]
) -> None:
    station.attach(FakeSource([frame(i) for i in range(3)]))
    assert station.source_ended.wait(60)
    assert len(seen) == 3
    station.attach(FakeSource([frame(7)], endless=True))
    status = station.status()
    assert status.source
    assert status.source.name == "fake"
    station.detach()
    assert station.status().source is None


def test_closing_ends_a_batch_and_loses_nothing_that_was_inspected(
    settings: Settings, seen: list[Inspection]
) -> None:
    station = Station(settings, [seen.append])
    station.start()
    told: list[Inspection] = []
    ends: list[Exception | None] = []
    feed = station.batch(FakeSource([frame(1)] * 3, endless=True), "", ends.append, told.append)
    feed.start()
    while not seen:
        feed.source.left.wait(0.01)  # type: ignore[attr-defined]
    station.close()
    assert [i.id for i in told] == [i.id for i in seen]
    assert {i.frame.kind for i in seen} == {"batch"}
    assert ends == [None]


def test_a_dead_thread_makes_the_station_faulted_until_it_is_started_again(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    station = Station(settings)
    station.start()
    broken = replace(frame(), image=np.zeros(5, np.uint8))
    with pytest.raises(StationError, match="failed"):
        station.submit(broken).result(60)
    assert station.faulted.wait(10)
    status = station.status()
    assert status.state is State.FAULTED
    assert status.reason
    assert list((settings.data_dir / "logs").glob("crash-*.log"))
    with pytest.raises(StationError, match="faulted"):
        station.submit(frame())
    station.start()
    assert station.submit(frame()).result(60).recipe == "sample"
    station.close()
