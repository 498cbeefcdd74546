"""What the parts below the window say of trouble, in the window's language.

They speak English, as the log and the HTTP service do; a sentence is known here by its template.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from effad_desktop.errors import EffadError
from effad_desktop.gui.messages_of_training import OF_TRAINING

_CONTEXT = "Messages"
_PLACE = re.compile(r"\{(\w+)\}")


_NOTED = (
    # images and where they come from
    QT_TRANSLATE_NOOP("Messages", "{file} is empty"),
    QT_TRANSLATE_NOOP("Messages", "the file has no bytes"),
    QT_TRANSLATE_NOOP("Messages", "{file} is cut off"),
    QT_TRANSLATE_NOOP("Messages", "its end is missing"),
    QT_TRANSLATE_NOOP("Messages", "{file} is broken"),
    QT_TRANSLATE_NOOP("Messages", "it has more than {number} scans"),
    QT_TRANSLATE_NOOP("Messages", "it has more than {number} chunks"),
    QT_TRANSLATE_NOOP("Messages", "it has more than {number} segments"),
    QT_TRANSLATE_NOOP("Messages", "its tiles have {width} × {height} pixels"),
    QT_TRANSLATE_NOOP("Messages", "it ends within a segment"),
    QT_TRANSLATE_NOOP("Messages", "one of its chunks ends behind its end"),
    QT_TRANSLATE_NOOP("Messages", "files"),
    QT_TRANSLATE_NOOP("Messages", "{file} cannot be decoded"),
    QT_TRANSLATE_NOOP("Messages", "more than {number} pixels"),
    QT_TRANSLATE_NOOP("Messages", "{file} is too large"),
    QT_TRANSLATE_NOOP("Messages", "there is not enough memory for it"),
    QT_TRANSLATE_NOOP("Messages", "{file} is broken or not an image"),
    QT_TRANSLATE_NOOP("Messages", "expected JPEG, PNG, BMP, TIFF or WebP of 8 or 16 bits"),
    QT_TRANSLATE_NOOP("Messages", "{file} has pixels of type {kind}"),
    QT_TRANSLATE_NOOP("Messages", "expected 8 or 16 bits"),
    QT_TRANSLATE_NOOP("Messages", "An image of {width} × {height} pixels cannot be written as {format}"),
    QT_TRANSLATE_NOOP("Messages", "No such file or folder: {place}"),
    QT_TRANSLATE_NOOP("Messages", "No images in {folder}"),
    QT_TRANSLATE_NOOP("Messages", "looked for {endings}"),
    QT_TRANSLATE_NOOP("Messages", "No images to inspect"),
    QT_TRANSLATE_NOOP("Messages", "{place} is a file"),
    QT_TRANSLATE_NOOP("Messages", "give the folder that images are put into"),
    QT_TRANSLATE_NOOP("Messages", "folder {place}"),
    QT_TRANSLATE_NOOP("Messages", "Folder {place} does not answer"),
    QT_TRANSLATE_NOOP("Messages", "Folder {place} cannot be read ({reason}); trying again"),
    QT_TRANSLATE_NOOP("Messages", "camera {name}"),
    QT_TRANSLATE_NOOP("Messages", "Camera {name}"),
    QT_TRANSLATE_NOOP("Messages", "{camera} gives no frames"),
    QT_TRANSLATE_NOOP("Messages", "{camera} is lost; trying again in {seconds} s"),
    QT_TRANSLATE_NOOP("Messages", "{camera} cannot be reached; trying again in {seconds} s"),
    QT_TRANSLATE_NOOP("Messages", "No such camera or video: {name}"),
    QT_TRANSLATE_NOOP("Messages", "an empty address"),
    QT_TRANSLATE_NOOP(
        "Messages", "give a number, a device, a video file, or an address such as rtsp://… or http://…"
    ),
    QT_TRANSLATE_NOOP("Messages", "The camera's address is not valid"),
    QT_TRANSLATE_NOOP("Messages", "The camera's address names no host"),
    QT_TRANSLATE_NOOP("Messages", "Cameras are not reached by {scheme}"),
    QT_TRANSLATE_NOOP("Messages", "known are {names}"),
    QT_TRANSLATE_NOOP("Messages", "{file} is not a video"),
    QT_TRANSLATE_NOOP("Messages", "expected a file such as MP4, AVI, MKV or MOV"),
    QT_TRANSLATE_NOOP("Messages", "{file} has no frames"),
    QT_TRANSLATE_NOOP("Messages", "the video is empty or broken"),
    QT_TRANSLATE_NOOP("Messages", "Unknown source {name}"),
    QT_TRANSLATE_NOOP(
        "Messages",
        "give camera:0, folder:/path, files:/path, a stream (rtsp://… or http://…) or a video file",
    ),
    # teaching
    QT_TRANSLATE_NOOP("Messages", "{name} was not taught"),
    QT_TRANSLATE_NOOP(
        "Messages",
        "{source} lies far outside of everything seen: its score is {score}, "
        "the threshold {threshold}, ordinary is {ordinary}",
    ),
    QT_TRANSLATE_NOOP("Messages", "{number} known defects would pass: {names}"),
    QT_TRANSLATE_NOOP("Messages", "{name} does not learn at once"),
    QT_TRANSLATE_NOOP("Messages", "only recipes of the method memory do; train it again"),
    QT_TRANSLATE_NOOP("Messages", "export it, and add it under another name"),
    QT_TRANSLATE_NOOP("Messages", "{name} has no held-out images to set its threshold from"),
    QT_TRANSLATE_NOOP("Messages", "train it again"),
    QT_TRANSLATE_NOOP("Messages", "{name} sets its threshold from this image alone"),
    QT_TRANSLATE_NOOP("Messages", "train it with more images"),
    QT_TRANSLATE_NOOP("Messages", "{name} is being changed by another program"),
    QT_TRANSLATE_NOOP("Messages", "try again in a moment"),
    QT_TRANSLATE_NOOP("Messages", "{reason}; remove it, or train again"),
    QT_TRANSLATE_NOOP("Messages", "The HTTP service has ended"),
    QT_TRANSLATE_NOOP("Messages", "nobody has stopped it"),
    QT_TRANSLATE_NOOP("Messages", "trained"),
    QT_TRANSLATE_NOOP("Messages", "threshold changed"),
    QT_TRANSLATE_NOOP("Messages", "taught as good: {names}"),
    QT_TRANSLATE_NOOP("Messages", "restored version {number}"),
    QT_TRANSLATE_NOOP("Messages", "There is no version {number}"),
    QT_TRANSLATE_NOOP("Messages", "there are: {names}"),
    # recipes and models
    QT_TRANSLATE_NOOP("Messages", "No recipe {name}"),
    QT_TRANSLATE_NOOP("Messages", "No recipe {name} is installed"),
    QT_TRANSLATE_NOOP("Messages", "installed are: {names}"),
    QT_TRANSLATE_NOOP("Messages", "installed are: {names}; or give a folder"),
    QT_TRANSLATE_NOOP("Messages", "There is a recipe {name} already"),
    QT_TRANSLATE_NOOP("Messages", "--force replaces it"),
    QT_TRANSLATE_NOOP("Messages", "{name} is a built-in recipe"),
    QT_TRANSLATE_NOOP("Messages", "give the new one another name"),
    QT_TRANSLATE_NOOP("Messages", "{name} is built in"),
    QT_TRANSLATE_NOOP("Messages", "built-in recipes cannot be removed"),
    QT_TRANSLATE_NOOP("Messages", "{place} is no recipe"),
    QT_TRANSLATE_NOOP("Messages", "{place} is not a recipe"),
    QT_TRANSLATE_NOOP("Messages", "there is no {file} in it"),
    QT_TRANSLATE_NOOP("Messages", "expected a folder or a .zip"),
    QT_TRANSLATE_NOOP("Messages", "{file} is a broken or encrypted .zip"),
    QT_TRANSLATE_NOOP("Messages", "{file} is not safe to unpack"),
    QT_TRANSLATE_NOOP("Messages", "{name} points outside of it"),
    QT_TRANSLATE_NOOP("Messages", "it unpacks to more than {number} bytes"),
    QT_TRANSLATE_NOOP("Messages", "it has more than {number} bytes"),
    QT_TRANSLATE_NOOP("Messages", "The recipe {place} is not whole"),
    QT_TRANSLATE_NOOP("Messages", "{file} is wrong"),
    QT_TRANSLATE_NOOP("Messages", "{file} is not valid TOML"),
    QT_TRANSLATE_NOOP("Messages", "threshold must be a number"),
    QT_TRANSLATE_NOOP("Messages", "created must be a date and time"),
    QT_TRANSLATE_NOOP("Messages", "{key} must be a text"),
    QT_TRANSLATE_NOOP("Messages", "it is missing"),
    QT_TRANSLATE_NOOP("Messages", "{name} cannot name a recipe"),
    QT_TRANSLATE_NOOP(
        "Messages",
        "a name has 1 to 64 letters, digits, dots, dashes and underscores, "
        "begins with a letter or digit and does not end with a dot",
    ),
    QT_TRANSLATE_NOOP("Messages", "The threshold {value} is no finite number"),
    QT_TRANSLATE_NOOP("Messages", "The threshold of {file} cannot be changed"),
    QT_TRANSLATE_NOOP("Messages", "change it with an editor"),
    QT_TRANSLATE_NOOP("Messages", "{error}; train again, or remove it"),
    QT_TRANSLATE_NOOP("Messages", "{error}; make it again with effad parity"),
    QT_TRANSLATE_NOOP("Messages", "{file} belongs to another model"),
    QT_TRANSLATE_NOOP("Messages", "train again, or remove it"),
    QT_TRANSLATE_NOOP("Messages", "{file} was changed after it was written"),
    QT_TRANSLATE_NOOP("Messages", "its hash does not match"),
    QT_TRANSLATE_NOOP("Messages", "{file} is not a model of this version"),
    QT_TRANSLATE_NOOP("Messages", "it says {found}, expected {wanted}; train it again or update effad"),
    QT_TRANSLATE_NOOP("Messages", "The manifest of {file} is broken"),
    QT_TRANSLATE_NOOP("Messages", "{file} was trained with another preprocessing"),
    QT_TRANSLATE_NOOP("Messages", "it says {found}, this version does {wanted}"),
    QT_TRANSLATE_NOOP("Messages", "{file} is truncated"),
    QT_TRANSLATE_NOOP("Messages", "{file} is truncated or not a safetensors file"),
    QT_TRANSLATE_NOOP("Messages", "it has {size} bytes, expected {expected}"),
    QT_TRANSLATE_NOOP("Messages", "{file} is of unknown size {size}"),
    QT_TRANSLATE_NOOP("Messages", "{file} is of unknown method {method}"),
    QT_TRANSLATE_NOOP("Messages", "expected {names}"),
    QT_TRANSLATE_NOOP("Messages", "{file} has tensors of another network"),
    QT_TRANSLATE_NOOP("Messages", "{file} has values that are not finite"),
    QT_TRANSLATE_NOOP("Messages", "{file} lacks the tensor {tensor}"),
    QT_TRANSLATE_NOOP("Messages", "{file} has a wrong shape"),
    QT_TRANSLATE_NOOP("Messages", "{tensor} is {found}, expected {wanted}"),
    QT_TRANSLATE_NOOP("Messages", "{place} has no int8 model"),
    QT_TRANSLATE_NOOP("Messages", "train or export it again with int8"),
    QT_TRANSLATE_NOOP("Messages", "{file} was made from another model"),
    QT_TRANSLATE_NOOP("Messages", "export the recipe again"),
    # warnings of a training, which a model keeps
    QT_TRANSLATE_NOOP("Messages", "left out: {reason}"),
    QT_TRANSLATE_NOOP(
        "Messages",
        "only {count} good images: the threshold is uncertain; "
        "{enough} or more, over several lots and lightings, are better",
    ),
    QT_TRANSLATE_NOOP(
        "Messages",
        "{folder} is not used ({count} images): to measure what is found, move defective images "
        "to {bad} and some good ones to {good}",
    ),
    QT_TRANSLATE_NOOP("Messages", "{count} images in {folder} itself are not used, such as {name}"),
    QT_TRANSLATE_NOOP("Messages", "mask {file} belongs to no image: NAME_mask.png is that of {image}"),
    QT_TRANSLATE_NOOP("Messages", "{count} masks more belong to no image"),
    # engines and devices
    QT_TRANSLATE_NOOP("Messages", "Unknown engine {name}"),
    QT_TRANSLATE_NOOP("Messages", "there are: {names}"),
    QT_TRANSLATE_NOOP("Messages", "The engine {name} is not installed"),
    QT_TRANSLATE_NOOP("Messages", "Device {name} cannot be used"),
    QT_TRANSLATE_NOOP("Messages", "Device {name} cannot be used by OpenVINO"),
    QT_TRANSLATE_NOOP("Messages", "it sees {names}"),
    # the station, its settings and its service
    QT_TRANSLATE_NOOP("Messages", "The station is not running"),
    QT_TRANSLATE_NOOP("Messages", "The station is {state}"),
    QT_TRANSLATE_NOOP("Messages", "stopped"),
    QT_TRANSLATE_NOOP("Messages", "running"),
    QT_TRANSLATE_NOOP("Messages", "faulted"),
    QT_TRANSLATE_NOOP("Messages", "The inspection failed"),
    QT_TRANSLATE_NOOP("Messages", "the station is faulted; see its log"),
    QT_TRANSLATE_NOOP("Messages", "The batch has ended: {reason}"),
    QT_TRANSLATE_NOOP("Messages", "Too many images wait"),
    QT_TRANSLATE_NOOP("Messages", "{number} are queued; try again in a moment"),
    QT_TRANSLATE_NOOP("Messages", "{part} fails: {error}"),
    QT_TRANSLATE_NOOP("Messages", "A setting is wrong"),
    QT_TRANSLATE_NOOP("Messages", "A setting is wrong (in {file} or EFFAD_*)"),
    QT_TRANSLATE_NOOP("Messages", "{name} is set by the environment"),
    QT_TRANSLATE_NOOP("Messages", "a change takes no effect as long as {variable} is set"),
    QT_TRANSLATE_NOOP("Messages", "{host} is reached from other machines, so a token is needed"),
    QT_TRANSLATE_NOOP("Messages", "give --token or EFFAD_TOKEN, or serve on 127.0.0.1"),
    QT_TRANSLATE_NOOP("Messages", "Port {port} is taken"),
    QT_TRANSLATE_NOOP("Messages", "stop the program that has it, or give another port"),
    QT_TRANSLATE_NOOP("Messages", "Port {port} is not allowed"),
    QT_TRANSLATE_NOOP("Messages", "give one from 1024 up"),
    QT_TRANSLATE_NOOP("Messages", "{host} is no address of this machine"),
    QT_TRANSLATE_NOOP("Messages", "give 127.0.0.1 or one that it has"),
    QT_TRANSLATE_NOOP("Messages", "Cannot serve on {host}, port {port}"),
    QT_TRANSLATE_NOOP("Messages", "The HTTP service did not start"),
    QT_TRANSLATE_NOOP("Messages", "its log says more"),
    # files and the history
    QT_TRANSLATE_NOOP("Messages", "Cannot read {file}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot write {file}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot make {file}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot use {file}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot remove {file}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot copy {file} to {place}"),
    QT_TRANSLATE_NOOP("Messages", "{file} cannot be read"),
    QT_TRANSLATE_NOOP("Messages", "it is a folder"),
    QT_TRANSLATE_NOOP("Messages", "Cannot open the history {name}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot use the history {name}"),
    QT_TRANSLATE_NOOP("Messages", "The history cannot be read"),
    QT_TRANSLATE_NOOP("Messages", "The history cannot be written"),
    QT_TRANSLATE_NOOP("Messages", "There is no history yet"),
    QT_TRANSLATE_NOOP("Messages", "it begins with the first start of effad serve"),
    QT_TRANSLATE_NOOP("Messages", "{file} begins with the first start of effad serve"),
    QT_TRANSLATE_NOOP("Messages", "The history is of version {found}, and this effad knows {known}"),
    QT_TRANSLATE_NOOP("Messages", "start effad serve once, which brings it up to date"),
    QT_TRANSLATE_NOOP(
        "Messages", "it was written by a newer effad; use that one, or give another history_url"
    ),
    QT_TRANSLATE_NOOP("Messages", "The database has a table {name} of another program"),
    QT_TRANSLATE_NOOP("Messages", "give another history_url"),
    QT_TRANSLATE_NOOP("Messages", "history_url names no file"),
    QT_TRANSLATE_NOOP("Messages", "write sqlite:////folder/history.db"),
    QT_TRANSLATE_NOOP("Messages", "history_url is no database address"),
    QT_TRANSLATE_NOOP("Messages", "write postgresql://user@host/name"),
    QT_TRANSLATE_NOOP("Messages", "The history was damaged and begun anew; what was before is in {file}"),
    QT_TRANSLATE_NOOP("Messages", "Images come faster than they can be stored; some are skipped"),
    QT_TRANSLATE_NOOP("Messages", "Images are not stored: {reason}"),
    QT_TRANSLATE_NOOP("Messages", "less than {size} is free in {folder}"),
    QT_TRANSLATE_NOOP("Messages", "No images are stored any more: {reason}"),
    QT_TRANSLATE_NOOP("Messages", "Old inspections cannot be removed: {reason}"),
    # the system
    QT_TRANSLATE_NOOP("Messages", "No such file or directory"),
    QT_TRANSLATE_NOOP("Messages", "Permission denied"),
    QT_TRANSLATE_NOOP("Messages", "Read-only file system"),
    QT_TRANSLATE_NOOP("Messages", "No space left on device"),
    QT_TRANSLATE_NOOP("Messages", "Input/output error"),
    QT_TRANSLATE_NOOP("Messages", "Is a directory"),
)
KNOWN = tuple(map(str, (*_NOTED, *OF_TRAINING)))
"""Templates, with what is of the moment in braces."""


def _pattern(template: str, value: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)  # every second one is a name
    return re.compile(
        "".join(f"(?P<{part}>{value})" if at % 2 else re.escape(part) for at, part in enumerate(parts)),
        re.DOTALL,
    )


def _patterns(value: str) -> list[tuple[str, re.Pattern[str]]]:
    """The most particular first."""
    ordered = sorted(KNOWN, key=lambda text: -len(_PLACE.sub("", text)))
    return [(template, _pattern(template, value)) for template in ordered]


_WITHIN_A_CLAUSE, _ANYTHING = _patterns("(?:(?!: ).)+"), _patterns(".+")


def said(sentence: str) -> str:
    """As it is where it is not known. Whatever follows a colon, such as a reason, is a sentence too."""
    if whole := _translated(sentence, _WITHIN_A_CLAUSE):
        return whole
    for colon in re.finditer(": ", sentence):
        if head := _translated(sentence[: colon.start()], _WITHIN_A_CLAUSE):
            return f"{head}: {said(sentence[colon.end() :])}"
    if whole := _translated(sentence, _ANYTHING):
        return whole
    return "; ".join(map(said, sentence.split("; "))) if "; " in sentence else sentence


def said_of(error: EffadError) -> str:
    """Title and detail in one line."""
    return f"{said(error.title)}: {said(error.detail)}" if error.detail else said(error.title)


def _translated(sentence: str, patterns: list[tuple[str, re.Pattern[str]]]) -> str:
    """Empty where it is not known."""
    for template, pattern in patterns:
        if match := pattern.fullmatch(sentence):
            words = {name: said(value) for name, value in match.groupdict().items()}
            return QCoreApplication.translate(_CONTEXT, template).format(**words)
    return ""
