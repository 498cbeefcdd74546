from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from effad_desktop.errors import UsageError
from training.params import preset
from training.params_file import ParamsFile, read_params

GOOD: dict[str, Any] = {"products": {"part": {"dataset": "data/part"}}, "train": {}, "mlflow": "off"}


def read(folder: Path, train: dict[str, Any] | None = None, **top: Any) -> ParamsFile:
    file = folder / "params.yaml"
    file.write_text(yaml.safe_dump(GOOD | {"train": train or {}} | top))
    return read_params(file)


def test_the_params_of_this_checkout_are_read() -> None:
    params = read_params(Path("params.yaml"))
    assert params.dataset("sample") == Path("data/sample")
    assert params.mlflow.startswith("sqlite:///")
    assert (params.teacher, params.penalty, params.device) == (None, None, "auto")


@pytest.mark.parametrize(("name", "steps"), [("smoke", 8), ("quick", 1000), ("full", 70_000)])
def test_a_preset_has_its_own_steps_unless_they_are_given(tmp_path: Path, name: str, steps: int) -> None:
    params = read(tmp_path, {"preset": name, "steps": None}).train
    assert (params.preset, params.steps, params.minutes) == (name, steps, 0.0)
    assert read(tmp_path, {"preset": name, "steps": 300}).train.steps == 300


def test_minutes_count_where_they_are_asked_for(tmp_path: Path) -> None:
    assert read(tmp_path, {"minutes": 3}).train == replace(preset("quick"), minutes=3.0)


@pytest.mark.parametrize(("value", "uri"), [(False, ""), ("off", ""), (None, ""), ("http://x", "http://x")])
def test_mlflow_is_off_or_a_uri(tmp_path: Path, value: object, uri: str) -> None:
    assert read(tmp_path, mlflow=value).mlflow == uri


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown key": ({"train": {"step": 5}}, "unknown key 'train.step': expected: preset, size, steps"),
    "unknown section": ({"trian": {}}, "unknown key 'trian': expected: products, train, mlflow"),
    "unknown in product": ({"products": {"p": {"data": "x"}}}, "unknown key 'products.p.data'"),
    "steps": ({"train": {"steps": "many"}}, "train.steps must be a whole number: it is 'many'"),
    "half steps": ({"train": {"steps": 2.5}}, "train.steps must be a whole number: it is 2.5"),
    "true steps": ({"train": {"steps": True}}, "train.steps must be a whole number: it is True"),
    "minutes": ({"train": {"minutes": "long"}}, "train.minutes must be a number: it is 'long'"),
    "seed": ({"train": {"seed": [1]}}, r"train.seed must be a whole number: it is \[1\]"),
    "preset": ({"train": {"preset": 3}}, "train.preset must be a text: it is 3"),
    "no preset": ({"train": {"preset": "slow"}}, "train: Unknown preset 'slow'"),
    "both": ({"train": {"steps": 5, "minutes": 5}}, "train: Minutes and steps both say"),
    "teacher": ({"train": {"teacher": {"a": 1}}}, "train.teacher must be a text"),
    "device": ({"train": {"device": 0}}, "train.device must be a text: it is 0"),
    "train": ({"train": 3}, "train must be a section of keys: it is 3"),
    "no train": ({"train": None}, "train must be a section of keys: it is missing"),
    "products": ({"products": ["part"]}, r"products must be a section of keys: it is \['part'\]"),
    "product": ({"products": {"part": "data/part"}}, "products.part must be a section of keys"),
    "no dataset": ({"products": {"part": {}}}, "products.part.dataset must be a text: it is missing"),
    "mlflow": ({"mlflow": 5}, "mlflow must be a text: it is 5"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_value_is_refused_with_file_key_and_what_was_expected(tmp_path: Path, what: str) -> None:
    values, words = WRONG[what]
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(GOOD | values))
    with pytest.raises(UsageError, match=words) as caught:
        read_params(tmp_path / "params.yaml")
    assert "params.yaml" in caught.value.title


@pytest.mark.parametrize("data", [b"", b"train: [", b"- a list", b"\xff\xfe\xff"])
def test_what_is_no_params_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "params.yaml").write_bytes(data)
    with pytest.raises(UsageError, match=r"params\.yaml"):
        read_params(tmp_path / "params.yaml")
