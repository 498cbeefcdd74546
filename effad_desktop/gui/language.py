"""The language of the window: its texts, those of Qt itself, and how figures and times are written."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from effad_desktop.paths import resources_dir

LANGUAGES = {"en": "English", "de": "Deutsch", "zh_CN": "简体中文"}
"""By the names that a setting has, each as its speakers call it."""

_TRANSLATED_BY_QT = {"de", "zh_CN"}


class Speech:
    """The translators that the application has installed."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def use(self, setting: str) -> None:
        """`auto` follows the system. Every widget is sent a LanguageChange event."""
        language, locale = _meant(setting)
        self.silence()
        QLocale.setDefault(locale)
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        places = [(f"effad_{language}", str(resources_dir() / "translations"))]
        if language in _TRANSLATED_BY_QT:
            places.insert(0, (f"qtbase_{language}", qt))
        self._installed = [made for place in places if (made := _loaded(*place))]
        for translator in self._installed:
            QCoreApplication.installTranslator(translator)

    def silence(self) -> None:
        """As if no language had ever been used."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []


def number(value: float, form: str) -> str:
    """As `format` writes it, with the decimal point of the language."""
    return format(value, form).replace(".", QLocale().decimalPoint())


def day(when: datetime) -> str:
    return when.astimezone().strftime(QCoreApplication.translate("Times", "%Y-%m-%d"))


def minute(when: datetime) -> str:
    return when.astimezone().strftime(QCoreApplication.translate("Times", "%Y-%m-%d %H:%M"))


def second(when: datetime) -> str:
    return when.astimezone().strftime(QCoreApplication.translate("Times", "%Y-%m-%d %H:%M:%S"))


def minute_without_year(when: datetime) -> str:
    return when.astimezone().strftime(QCoreApplication.translate("Times", "%m-%d %H:%M"))


def duration(seconds: float) -> str:
    """At least a second, and to a minute from an hour up."""
    whole = max(1, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("Times", "{seconds} s").format(seconds=whole)
    minutes = whole // 60
    if minutes < 60:
        text = QCoreApplication.translate("Times", "{minutes} min {seconds:02} s")
        return text.format(minutes=minutes, seconds=whole % 60)
    text = QCoreApplication.translate("Times", "{hours} h {minutes:02} min")
    return text.format(hours=minutes // 60, minutes=minutes % 60)


def _meant(setting: str) -> tuple[str, QLocale]:
    if setting in LANGUAGES:
        return setting, QLocale(setting)
    system = QLocale.system()
    for name in system.uiLanguages():
        spoken = next((known for known in LANGUAGES if known[:2] == name[:2]), None)
        if spoken:
            own = system.name()[:2] == spoken[:2]  # the Austrian way of writing figures is German too
            return spoken, system if own else QLocale(spoken)
    return "en", QLocale("en")


def _loaded(name: str, folder: str) -> QTranslator | None:
    translator = QTranslator()
    return translator if translator.load(name, folder) else None
