"""Int8 weights and activations from good images (NNCF's post-training quantisation).

Values reach as far as in any of the images. NNCF's own choice, the mean of what each reaches, cut off what is
brighter than usual: on screw every third good image then had a score of a defect.

Rounded like the others, the first layers would be half of int8's error: see first_layers. Quantising the
autoencoder and the last convolutions adds next to nothing (docs/benchmarks.md).
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.recipe import INT8_FILE
from effad_desktop.detection.folding import fold
from effad_desktop.detection.int8_seal import NO_HASH, SEAL, seal
from effad_desktop.detection.openvino_graph import EXACT, graph
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.weights import read_weights
from training.first_layers import first_layers_in_int8

MAX_IMAGES = 64
ROUNDED_ALREADY = ("teacher.0", "student.0")


def quantize(model_file: Path, images: Sequence[NDArray[np.uint8]]) -> Path:
    """Writes the int8 model beside the model file; `images` are good ones, 256×256×3."""
    import nncf  # takes seconds to import, and only export wants it
    from nncf.quantization.range_estimator import RangeEstimatorParametersSet

    logging.getLogger("nncf").setLevel(logging.ERROR)
    weights, manifest = read_weights(model_file)
    data = nncf.Dataset([image[None] for image in images[:MAX_IMAGES]])
    with redirect_stdout(io.StringIO()):  # its progress bars; what is printed here is for scripts
        quantised: ov.Model = nncf.quantize(
            graph(fold(weights, manifest.size), first_layers_in_int8),
            data,
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=min(MAX_IMAGES, len(images)),
            advanced_parameters=nncf.AdvancedQuantizationParameters(
                activations_range_estimator_params=RangeEstimatorParametersSet.MINMAX
            ),
            ignored_scope=nncf.IgnoredScope(names=list(ROUNDED_ALREADY), patterns=[f"{EXACT}.*"]),
        )
    quantised.set_rt_info(manifest.sha256, "effad_model")
    quantised.set_rt_info(NO_HASH, SEAL)
    path = model_file.with_name(INT8_FILE)
    with tempfile.TemporaryDirectory(prefix=".int8-", dir=path.parent) as aside:  # never half of the two
        ov.save_model(quantised, Path(aside) / INT8_FILE, compress_to_fp16=False)
        seal(Path(aside) / INT8_FILE)
        path.unlink(missing_ok=True)
        for suffix in (".bin", ".xml"):
            (Path(aside) / INT8_FILE).with_suffix(suffix).replace(path.with_suffix(suffix))
    return path
