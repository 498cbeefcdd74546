"""What the training that follows a recipe says of trouble; see messages."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

OF_TRAINING = (
    QT_TRANSLATE_NOOP("Messages", "promoted to EfficientAD"),
    QT_TRANSLATE_NOOP("Messages", "discard the training, and begin anew"),
    QT_TRANSLATE_NOOP("Messages", "{name} has no scores of held-out images"),
    QT_TRANSLATE_NOOP("Messages", "{name} is followed already"),
    QT_TRANSLATE_NOOP("Messages", "pause that training first"),
    QT_TRANSLATE_NOOP("Messages", "No training follows {name}"),
    QT_TRANSLATE_NOOP("Messages", "begin one"),
    QT_TRANSLATE_NOOP("Messages", "No model waits to be promoted in {name}"),
    QT_TRANSLATE_NOOP("Messages", "train one first"),
    QT_TRANSLATE_NOOP("Messages", "Nobody knows where the images of {name} are"),
    QT_TRANSLATE_NOOP("Messages", "give the folder of its good images"),
    QT_TRANSLATE_NOOP("Messages", "No such folder: {folder}"),
    QT_TRANSLATE_NOOP("Messages", "Cannot start {file}"),
    QT_TRANSLATE_NOOP("Messages", "{name} is of the method EfficientAD already"),
    QT_TRANSLATE_NOOP("Messages", "only instant ones are followed"),
    QT_TRANSLATE_NOOP("Messages", "This executable cannot train"),
    QT_TRANSLATE_NOOP(
        "Messages", "install effad-desktop[train] for Python on this PC; it goes on with the same recipes"
    ),
    QT_TRANSLATE_NOOP("Messages", "Training is not installed"),
    QT_TRANSLATE_NOOP("Messages", "pip install 'effad-desktop[train]' adds it"),
    QT_TRANSLATE_NOOP("Messages", "Only {count} images in {folder}"),
    QT_TRANSLATE_NOOP("Messages", "training needs at least {count}"),
    QT_TRANSLATE_NOOP("Messages", "Only {count} images are left to learn from"),
    QT_TRANSLATE_NOOP("Messages", "the others are held out or show defects"),
    QT_TRANSLATE_NOOP("Messages", "the images are not those that the recipe was made from"),
    QT_TRANSLATE_NOOP(
        "Messages", "{count} test images were taught as good, and are learned: the figures count them"
    ),
    QT_TRANSLATE_NOOP("Messages", "Out of memory"),
    QT_TRANSLATE_NOOP("Messages", "fewer images, or a PC with more"),
    QT_TRANSLATE_NOOP("Messages", "It failed unexpectedly: {error}"),
    QT_TRANSLATE_NOOP("Messages", "Please report it with {file}"),
)
