"""Model files keep everything and refuse, in words, what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.manifest import Manifest, read_manifest
from effad_desktop.detection.model_file import load_model, save_model
from effad_desktop.detection.networks import pdn
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.detection.weights import CHANNELS
from effad_desktop.errors import RecipeError, SettingsError

MANIFEST = Manifest("small", "bottle", "2026-01-01T00:00:00+00:00", "0.1.0", figures={"image_auroc": 0.99})


@pytest.fixture(scope="module")
def model() -> EfficientAd:
    torch.manual_seed(0)
    model = EfficientAd("small")
    model.teacher_mean.normal_()
    model.quantiles.copy_(torch.tensor([[0.25, 0.7], [0.1, 0.4]]))
    model.ae_weight.fill_(0.125)
    return model


@pytest.fixture
def file(model: EfficientAd, tmp_path: Path) -> Path:
    save_model(tmp_path / "model.safetensors", model, MANIFEST)
    return tmp_path / "model.safetensors"


def test_a_model_comes_back_as_it_was_in_half_precision(file: Path, model: EfficientAd) -> None:
    loaded, manifest = load_model(file)
    assert manifest == replace(MANIFEST, sha256=manifest.sha256)
    for name, tensor in model.state_dict().items():
        whole = tensor if name in ("teacher_mean", "teacher_std", "quantiles", "ae_weight") else tensor.half()
        assert torch.equal(loaded.state_dict()[name], whole.float()), name


@pytest.mark.parametrize("keep", [0, 7, 100, 5_000_000, -1])
def test_a_truncated_file_is_refused(file: Path, keep: int) -> None:
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(RecipeError, match="truncated"):
        load_model(file)


def test_a_changed_byte_is_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-1000] ^= 1
    file.write_bytes(data)
    with pytest.raises(RecipeError, match="hash does not match"):
        load_model(file)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "effad-model-9"}, "not a model of this version"),
        ({"manifest": "{"}, "manifest .* is broken"),
        ({"manifest": json.dumps({"product": "x"})}, "manifest .* is broken"),
        ({"manifest": MANIFEST.to_metadata()["manifest"].replace("256x256", "512x512")}, "preprocessing"),
        ({"manifest": MANIFEST.to_metadata()["manifest"].replace('"small"', '"huge"')}, "unknown size"),
    ],
)
def test_another_manifest_is_refused(file: Path, change: dict[str, str], sentence: str) -> None:
    save_file(load_file(file), file, {**MANIFEST.to_metadata(), **change})
    with pytest.raises(RecipeError, match=sentence):
        load_model(file)


@pytest.mark.parametrize(
    ("name", "tensor", "sentence"),
    [
        ("student.0.weight", torch.zeros(64, 3, 4, 4), "wrong shape"),
        ("student.0.weight", None, "lacks the tensor"),
        ("something.else", torch.zeros(1), "another network"),
        ("teacher_mean", torch.full((384,), torch.nan), "not finite"),
    ],
)
def test_wrong_tensors_are_refused(file: Path, name: str, tensor: torch.Tensor | None, sentence: str) -> None:
    tensors = load_file(file)
    tensors.pop(name, None)
    if tensor is not None:
        tensors[name] = tensor
    write_signed(file, tensors)
    with pytest.raises(RecipeError, match=sentence):
        load_model(file)


def write_signed(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    from effad_desktop.detection.manifest import payload_sha256

    save_file(tensors, path)
    signed = replace(MANIFEST, sha256=payload_sha256(path))
    save_file(tensors, path, signed.to_metadata())


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x80\x02pickle" * 100, b"\xff" * 64])
def test_foreign_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(RecipeError):
        read_manifest(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="Cannot read"):
        read_manifest(tmp_path / "none.safetensors")


def test_a_full_disk_keeps_the_former_model(
    file: Path, model: EfficientAd, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(data[:1000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SettingsError, match="No space left"):
        save_model(file, model, MANIFEST)
    assert file.read_bytes() == before
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def test_teachers_of_the_reference_and_of_anomalib_import(tmp_path: Path) -> None:
    network = pdn("small", CHANNELS["small"])
    torch.save(network.state_dict(), tmp_path / "reference.pth")
    names = [f"conv{i}.{kind}" for i in range(1, 5) for kind in ("weight", "bias")]
    renamed = dict(zip(names, network.state_dict().values(), strict=True))
    torch.save(renamed, tmp_path / "anomalib.pth")
    for file in ("reference.pth", "anomalib.pth"):
        teacher = load_teacher(tmp_path / file)
        assert teacher.size == "small"
        for ours, theirs in zip(teacher.network.parameters(), network.parameters(), strict=True):
            assert torch.equal(ours, theirs)


def test_a_pickled_module_is_not_run(tmp_path: Path) -> None:
    torch.save(pdn("small", CHANNELS["small"]), tmp_path / "teacher.pth")
    with pytest.raises(RecipeError, match="weights alone"):
        load_teacher(tmp_path / "teacher.pth")


@pytest.mark.parametrize("content", [b"", b"junk"])
def test_a_broken_teacher_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "teacher.pth").write_bytes(content)
    with pytest.raises(RecipeError):
        load_teacher(tmp_path / "teacher.pth")
