"""`params.yaml`: what the DVC stages are set to. Everything in it is checked before a stage begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import yaml

from effad_desktop.errors import UsageError
from training.params import TrainParams, build_params

TOP = ("products", "train", "mlflow")
TRAIN = ("preset", "size", "steps", "minutes", "seed", "teacher", "penalty", "device")
EXPECTED = {str: "a text", int: "a whole number", float: "a number", dict: "a section of keys"}


@dataclass(frozen=True, slots=True)
class ParamsFile:
    """`datasets` by product; `mlflow` is a tracking URI, empty for none."""

    datasets: Mapping[str, Path]
    train: TrainParams
    teacher: Path | None
    penalty: Path | None
    device: str
    mlflow: str

    def dataset(self, product: str) -> Path:
        if product not in self.datasets:
            known = ", ".join(self.datasets) or "none"
            raise UsageError(f"params.yaml has no dataset for {product!r}", f"it has products: {known}")
        return self.datasets[product]


class _Section:
    """One mapping of the file; every failure names the file, the key and what was expected."""

    def __init__(self, file: Path, name: str, values: object, keys: tuple[str, ...]) -> None:
        self.file, self.name = file, name
        if not isinstance(values, dict):
            self.refuse("", dict, values)
        self.values: Mapping[object, object] = values
        for key in self.values:
            if keys and key not in keys:
                raise UsageError(
                    f"{file}: unknown key {self.path(str(key))!r}", f"expected: {', '.join(keys)}"
                )

    def path(self, key: str) -> str:
        return ".".join(filter(None, (self.name, key)))

    def refuse(self, key: str, kind: type, value: object) -> NoReturn:
        found = "it is missing" if value is None else f"it is {value!r}"
        what = self.path(key)
        subject = f"{self.file}: {what}" if what else f"{self.file}"
        raise UsageError(f"{subject} must be {EXPECTED[kind]}", found)

    def text(self, key: str, default: str | None = None) -> str | None:
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            self.refuse(key, str, value)
        return default if value is None else value

    def whole(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(key, int, value)
        return value

    def number(self, key: str) -> float | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, float, value)
        return float(value)

    def place(self, key: str) -> Path | None:
        text = self.text(key)
        return Path(text) if text else None


def read_params(file: Path) -> ParamsFile:
    """Raises UsageError, in words, for what is unknown, missing or of a wrong type."""
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"Cannot read {file}", str(error)) from error
    top = _Section(file, "", values, TOP)
    train = _Section(file, "train", top.values.get("train"), TRAIN)
    return ParamsFile(
        datasets=_datasets(top),
        train=_train_params(train),
        teacher=train.place("teacher"),
        penalty=train.place("penalty"),
        device=train.text("device", "auto") or "auto",
        mlflow=_mlflow(top),
    )


def _train_params(train: _Section) -> TrainParams:
    """A preset's own steps, not its minutes, so that a seed reproduces; minutes where they are asked for."""
    minutes, preset = train.number("minutes"), train.text("preset", "quick")
    try:
        params = build_params(
            preset or "quick",
            train.text("size", "small") or "small",
            minutes,
            train.whole("steps"),
            train.whole("seed") or 0,
        )
    except UsageError as error:
        raise UsageError(f"{train.file}: train: {error.title}", error.detail) from error
    return params if minutes else replace(params, minutes=0.0)


def _datasets(top: _Section) -> dict[str, Path]:
    products = _Section(top.file, "products", top.values.get("products"), ())
    found = {}
    for name, values in products.values.items():
        product = _Section(top.file, f"products.{name}", values, ("dataset",))
        place = product.place("dataset")
        if place is None:
            product.refuse("dataset", str, None)
        found[str(name)] = place
    return found


def _mlflow(top: _Section) -> str:
    """YAML takes a bare `off` for false."""
    if top.values.get("mlflow") is False:
        return ""
    uri = top.text("mlflow", "") or ""
    return "" if uri == "off" else uri
