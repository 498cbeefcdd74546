"""The command line as a shell sees it: a process, its output and its exit code."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from effad_desktop import __version__
from effad_desktop.core.recipe import MODEL_FILE, Recipe, write_recipe
from effad_desktop.errors import ExitCode
from effad_desktop.imaging import load_image

ALWAYS_OK, ALWAYS_NG = 1e9, -1e9
Effad = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def effad(tmp_path: Path) -> Effad:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(tmp_path, *arguments),
            capture_output=True,
            text=True,
            env=environment(),
            timeout=120,
            check=False,
        )

    return run


def command(tmp_path: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "effad_desktop", "--data-dir", str(tmp_path / "data"), *map(str, arguments)]


def environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("EFFAD_")}
    return kept | {"COLUMNS": "200", "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture(scope="session")
def recipes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`ok` and `ng`: an untrained network, and thresholds that decide beforehand."""
    from effad_desktop.detection.efficientad import EfficientAd
    from effad_desktop.detection.manifest import Manifest
    from effad_desktop.detection.model_file import save_model

    folder = tmp_path_factory.mktemp("recipes")
    for name, threshold in (("ok", ALWAYS_OK), ("ng", ALWAYS_NG)):
        write_recipe(Recipe(name, threshold, datetime(2026, 3, 4, tzinfo=UTC)), folder / name)
    save_model(
        folder / "ok" / MODEL_FILE, EfficientAd("small"), Manifest("small", "x", "2026-03-04", "0.1.0")
    )
    (folder / "ng" / MODEL_FILE).hardlink_to(folder / "ok" / MODEL_FILE)
    return folder


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["inspect", "--help"], ["recipes", "list"]])
def test_neither_qt_nor_an_engine_is_loaded_for_words(arguments: list[str], tmp_path: Path) -> None:
    program = f"""
import sys
from effad_desktop.cli import main
code = main(["--data-dir", {str(tmp_path)!r}, *{arguments!r}])
heavy = {{"torch", "openvino", "PySide6", "fastapi", "mlflow"}} & set(sys.modules)
sys.exit(f"loaded {{heavy}}" if heavy else code)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_version_is_printed(effad: Effad) -> None:
    assert effad("--version").stdout == f"effad {__version__}\n"


def test_a_batch_is_reported_in_every_form(
    effad: Effad, image_folder: Path, recipes: Path, tmp_path: Path
) -> None:
    report, heat = tmp_path / "report.csv", image_folder / "heat"
    ran = effad("inspect", image_folder, "--recipe", recipes / "ng", "--csv", report, "--heatmaps", heat)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "3 images: 0 OK, 3 NG" in ran.stdout
    with report.open(newline="", encoding="utf-8-sig") as file:
        assert [Path(row["source"]).name for row in csv.DictReader(file)] == ["a.png", "b.PNG", "c.png"]
    assert load_image(heat / "sub" / "c.png.png").shape == (40, 60, 3)
    again = effad("inspect", image_folder, "--recipe", recipes / "ok", "--heatmaps", heat)
    assert "3 images: 3 OK, 0 NG" in again.stdout


def test_json_is_one_object_a_line(effad: Effad, image_folder: Path, recipes: Path) -> None:
    (image_folder / "aa.png").write_bytes(b"no image")
    ran = effad("inspect", image_folder, "--recipe", recipes / "ok", "--json")
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == ExitCode.SOURCE
    assert [Path(line["source"]).name for line in lines] == ["a.png", "aa.png", "b.PNG", "c.png"]
    assert list(lines[0]) == ["source", "recipe", "anomaly_score", "threshold", "verdict", "seconds"]
    assert (lines[0]["recipe"], lines[0]["verdict"]) == ("ok", "normal")
    assert list(lines[1]) == ["source", "error"]


def test_one_bad_image_does_not_end_the_run(effad: Effad, image_folder: Path, recipes: Path) -> None:
    (image_folder / "aa.png").write_bytes(b"")
    ran = effad("inspect", image_folder, "--recipe", recipes / "ok")
    assert ran.returncode == ExitCode.SOURCE
    assert "4 images: 3 OK, 0 NG, 1 unreadable" in ran.stdout
    assert "aa.png is empty" in ran.stdout


def test_anomalies_fail_only_if_asked(effad: Effad, image_folder: Path, recipes: Path) -> None:
    asked = ("inspect", image_folder / "a.png", "--fail-on-anomaly", "--recipe")
    assert effad(*asked, recipes / "ng").returncode == ExitCode.ANOMALY
    assert effad(*asked, recipes / "ok").returncode == ExitCode.OK


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["inspect", "{gone}", "--recipe", "{ok}"], ExitCode.SOURCE, "No such file or folder"),
        (["inspect", "{data}", "--recipe", "{ok}"], ExitCode.SOURCE, "No images in"),
        (["inspect", "{images}", "--recipe", "nuts"], ExitCode.RECIPE, "No recipe 'nuts'"),
        (["inspect", "{images}", "--recipe", "{data}"], ExitCode.RECIPE, "is not a recipe"),
        (
            ["inspect", "{images}", "--recipe", "{ok}", "--device", "abacus"],
            ExitCode.USAGE,
            "Device 'abacus'",
        ),
        (["inspect", "{images}", "--recipe", "{ok}", "--engine", "steam"], ExitCode.USAGE, "steam"),
        (["inspect", "{images}", "--recipe", "{ok}", "--csv", "{data}"], ExitCode.SETTINGS, "Cannot write"),
        (["inspect"], ExitCode.USAGE, "Missing argument"),
        (["wash"], ExitCode.USAGE, "No such command"),
        (["recipes", "remove", "nuts"], ExitCode.RECIPE, "No recipe 'nuts'"),
    ],
)
def test_a_failure_is_said_once_without_a_stack_trace(
    effad: Effad,
    image_folder: Path,
    recipes: Path,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    (tmp_path / "data").mkdir()
    places = {
        "gone": tmp_path / "gone",
        "data": tmp_path / "data",
        "images": image_folder,
        "ok": recipes / "ok",
    }
    ran = effad(*(argument.format(**places) for argument in arguments))
    assert ran.returncode == code
    assert ran.stderr.count(said) == 1
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""


def test_a_broken_settings_file_is_a_failure_of_settings(effad: Effad, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text("device = ")
    assert effad("recipes", "list").returncode == ExitCode.SETTINGS


def test_a_recipe_is_added_shown_exported_and_removed(effad: Effad, recipes: Path, tmp_path: Path) -> None:
    assert effad("recipes", "add", recipes / "ok").returncode == 0
    assert effad("recipes", "add", recipes / "ok").returncode == ExitCode.USAGE
    assert effad("recipes", "add", recipes / "ok", "--force").returncode == 0
    assert "ok" in effad("recipes", "list").stdout
    assert "efficientad small" in effad("recipes", "show", "ok").stdout
    assert effad("recipes", "export", "ok", tmp_path / "ok.zip").returncode == 0
    assert effad("recipes", "remove", "ok").returncode == 0
    assert effad("recipes", "show", "ok").returncode == ExitCode.RECIPE
    assert effad("recipes", "add", tmp_path / "ok.zip").returncode == 0


def test_bench_prints_figures_for_programs(effad: Effad, recipes: Path) -> None:
    ran = effad("bench", "--recipe", recipes / "ok", "--seconds", "0.1", "--batch", "2", "--json")
    timing = json.loads(ran.stdout)
    assert (timing["recipe"], timing["batch"]) == ("ok", 2)
    assert 0 < timing["p50"] <= timing["p95"]
    assert timing["operations_per_second"] == timing["operations"] * timing["images_per_second"]
    assert timing["share"] > 0


def test_bench_takes_all_engines_of_this_machine_in_turns(effad: Effad, recipes: Path) -> None:
    ran = effad("bench", "--recipe", recipes / "ok", "--seconds", "0.1", "--engine", "all")
    assert ran.returncode == 0, ran.stderr
    rows = [line.split() for line in ran.stdout.splitlines()]
    assert rows[0][0] == "engine"
    assert rows[1][:4] == ["openvino", "cpu", "f32", "1"]
    assert any(row[:1] == ["torch"] for row in rows)
    assert "billion operations an image" in ran.stdout


def test_doctor_names_what_is_wrong(effad: Effad, recipes: Path, tmp_path: Path) -> None:
    assert effad("recipes", "add", recipes / "ok").returncode == 0
    (tmp_path / "data" / "settings.toml").write_text('default_recipe = "ok"')
    sound = effad("doctor")
    assert sound.returncode == 0
    assert "openvino cpu" in sound.stdout
    (tmp_path / "data" / "recipes" / "ok" / MODEL_FILE).write_bytes(b"cut")
    broken = effad("doctor")
    assert broken.returncode == ExitCode.RECIPE
    assert "is truncated" in broken.stdout


def test_a_bug_leaves_a_crash_log(tmp_path: Path, image_folder: Path, recipes: Path) -> None:
    arguments = ["--data-dir", str(tmp_path), "inspect", str(image_folder), "--recipe", str(recipes / "ok")]
    program = f"""
import sys
from effad_desktop.cli import main
from effad_desktop.core import inspector
def crash(*_): raise ZeroDivisionError("by design")
inspector.judge = crash
sys.exit(main({arguments!r}))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=False
    )
    assert ran.returncode == ExitCode.CRASH
    assert "Traceback" not in ran.stderr
    (crash_log,) = (tmp_path / "logs").glob("crash-*.log")
    assert str(crash_log) in ran.stderr
    assert "by design" in crash_log.read_text()


@pytest.mark.usefixtures("heeded_control_c")
def test_control_c_ends_it_with_130(tmp_path: Path, recipes: Path) -> None:
    bench = command(tmp_path, "bench", "--recipe", recipes / "ok", "--seconds", "60")
    with subprocess.Popen(
        bench, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
    ) as ran:
        log = tmp_path / "data" / "logs" / "effad.log"
        deadline = time.monotonic() + 60
        while not (log.exists() and "openvino cpu" in log.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        ran.send_signal(signal.SIGINT)
        _, errors = ran.communicate(timeout=50)
    assert ran.returncode == 130, errors
    assert "Traceback" not in errors


@pytest.fixture
def heeded_control_c() -> Iterator[None]:
    """A shell has what it runs in the background ignore Ctrl-C, and so do all that such tests start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_reader_that_leaves_is_no_failure_of_the_report(
    tmp_path: Path, image_folder: Path, recipes: Path
) -> None:
    inspect = command(
        tmp_path, "inspect", image_folder, "--recipe", recipes / "ok", "--json", "--csv", tmp_path / "r.csv"
    )
    with subprocess.Popen(
        inspect, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.close()
        errors = ran.stderr.read()
    assert (ran.returncode, errors) == (141, "")


def test_heat_maps_do_not_change_how_a_source_is_named(
    tmp_path: Path, image_folder: Path, recipes: Path
) -> None:
    asked = ("inspect", "images", "--recipe", recipes / "ok", "--json", "--heatmaps", "images/../images/heat")
    for _ in range(2):  # the heat maps of the first time are no images to inspect
        ran = subprocess.run(
            command(tmp_path, *asked, "--csv", "report.csv"),
            capture_output=True,
            text=True,
            env=environment(),
            cwd=tmp_path,
            check=False,
        )
        assert ran.returncode == ExitCode.OK
        sources = [json.loads(line)["source"] for line in ran.stdout.splitlines()]
        assert sources == [str(Path("images") / name) for name in ("a.png", "b.PNG", "sub/c.png")]
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8-sig") as file:
        assert [row["source"] for row in csv.DictReader(file)] == sources
    assert load_image(image_folder / "heat" / "sub" / "c.png.png").shape == (40, 60, 3)


def test_the_summary_names_recipe_and_threshold(effad: Effad, image_folder: Path, recipes: Path) -> None:
    ran = effad("inspect", image_folder, "--recipe", recipes / "ng")
    assert "recipe ng, NG above -1e+09" in ran.stdout
