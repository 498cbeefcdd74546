"""The batch page: many images at once, and what another threshold would have said of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from effad_desktop.core.threshold_changes import user_name
from effad_desktop.errors import EffadError
from effad_desktop.gui.backend import Phase as StationPhase
from effad_desktop.gui.icons import icon
from effad_desktop.gui.lessons import Lesson, Subject
from effad_desktop.gui.page import Context, Page
from effad_desktop.gui.pages.batch_export import Words, write_csv, write_report
from effad_desktop.gui.pages.batch_job import BatchJob, Known
from effad_desktop.gui.pages.batch_layout import BatchLayout
from effad_desktop.gui.pages.batch_sentences import Sentences
from effad_desktop.gui.pages.batch_teaching import BatchTeaching
from effad_desktop.gui.results import Counts, Result, Show
from effad_desktop.gui.widgets.results_model import ResultsModel
from effad_desktop.imaging import SUFFIXES, load_image
from effad_desktop.paths import resources_dir
from effad_desktop.recipes import InstalledRecipe
from effad_desktop.sources.selection import Selection

SAMPLE_RECIPE = "sample"


class BatchPage(Page):
    name = "batch"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.job = BatchJob(context, self)
        self.model = ResultsModel(self)
        self.parts = BatchLayout(self, self.model, self.job, context)
        self._sentences, self._words = Sentences(self), Words(self)
        self._written: Path | None = None
        self._recipes = QActionGroup(self)
        self._moved = False
        self._teaching = BatchTeaching(context, self.model, self.parts.threshold.show_results, self)
        self._connect_job()
        self._connect_parts()
        self._make_shortcuts()
        context.backend.changed.connect(self._backend_changed)
        self.restyle()
        self.retranslate()
        self._show_state()

    def take(self, paths: list[Path]) -> None:
        self.parts.note.hide()
        self.job.take(paths)

    def opened(self) -> None:
        self._fill_recipes()
        self.parts.teach.ask_again()

    def retranslate(self) -> None:
        parts = self.parts
        parts.title.setText(self.tr("Batch"))
        parts.files.setText(self.tr("Images…"))
        parts.files.setToolTip(self.tr("Choose images to inspect"))
        parts.folder.setText(self.tr("Folder…"))
        parts.folder.setToolTip(self.tr("Choose a folder to inspect with all that is in it"))
        parts.csv.setText(self.tr("CSV…"))
        parts.csv.setToolTip(self.tr("Write a table for spreadsheets"))
        parts.report.setText(self.tr("Report…"))
        parts.report.setToolTip(self.tr("Write a report with pictures, one HTML file"))
        parts.search.setPlaceholderText(self.tr("Search by name"))
        parts.search.setAccessibleName(self.tr("Search by name"))
        parts.nothing.setText(self.tr("No image is like that."))
        parts.table.setAccessibleName(self.tr("Inspected images"))
        parts.open.setText(self.tr("Open"))
        parts.close_note.setAccessibleName(self.tr("Close this message"))
        self.model.texts_changed()
        self._show_recipe()

    def restyle(self) -> None:
        parts = self.parts
        icons = {parts.files: "file", parts.folder: "folder", parts.csv: "export", parts.report: "export"}
        for button, name in icons.items():
            button.setIcon(icon(name))
        parts.close_note.setIcon(icon("close"))
        parts.table.viewport().update()

    def choose_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        kinds = self.tr("Images ({patterns})").format(patterns=patterns)
        files, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose images"), "", kinds)
        if files:
            self.take([Path(file) for file in files])

    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"))
        if folder:
            self.take([Path(folder)])

    def try_samples(self) -> None:
        assembly = self.context.backend.assembly
        names = {recipe.name for recipe in assembly.station.recipes()} if assembly else set()
        if SAMPLE_RECIPE in names:
            self._choose_recipe(SAMPLE_RECIPE)
        self.take([resources_dir() / "sample_images"])

    def _connect_job(self) -> None:
        job = self.job
        job.began.connect(self._began)
        job.knows.connect(self._knows)
        job.arrived.connect(self._arrived)
        job.changed.connect(self._show_state)
        job.refused.connect(self._refused)
        job.failed.connect(self.context.tell)

    def _connect_parts(self) -> None:
        parts, model = self.parts, self.model
        for button in (parts.files, parts.empty.files):
            button.clicked.connect(self.choose_files)
        for button in (parts.folder, parts.empty.folder):
            button.clicked.connect(self.choose_folder)
        parts.empty.samples.clicked.connect(self.try_samples)
        parts.csv.clicked.connect(self._export_csv)
        parts.report.clicked.connect(self._export_report)
        parts.open.clicked.connect(self._open_written)
        parts.search.textChanged.connect(self._filter)
        parts.figures.chosen.connect(self._filter)
        parts.table.looked_at.connect(self._look_at)
        parts.viewer.stepped.connect(parts.table.step)
        parts.threshold.tried.connect(self._try)
        parts.threshold.wanted.connect(self._use)
        parts.teach.judged_anew.connect(self._judged_anew)
        model.counted.connect(self._counted)

    def _make_shortcuts(self) -> None:
        self.parts.viewer.make_shortcuts(self)
        self.parts.teach.make_shortcuts(self)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.parts.search.setFocus)
        QShortcut(QKeySequence.StandardKey.Open, self).activated.connect(self.choose_files)

    def _began(self) -> None:
        self._moved = False
        self.parts.teach.notice.clear()
        self.parts.search.clear()
        self.parts.figures.choose(Show.ALL)
        self.model.clear()
        self.parts.threshold.show_results(self.model.results)

    def _knows(self, known: Known) -> None:
        """A threshold that is being tried stays."""
        self.parts.threshold.know(known.name, known.threshold, known.calibration)
        if not self._moved:
            self._set_threshold(known.threshold)

    def _arrived(self, results: list[Result]) -> None:
        first = not len(self.model.results)
        self.model.append(results)
        self.parts.threshold.show_results(self.model.results)
        self.parts.show_exports(self.job)
        if first and self.model.rowCount():
            self.parts.table.go_to(0)
            self.parts.table.setFocus()

    def _try(self, threshold: float) -> None:
        known = self.job.known
        self._moved = known is None or threshold != known.threshold
        self._set_threshold(threshold)

    def _set_threshold(self, threshold: float) -> None:
        self.model.set_threshold(threshold)
        self.parts.threshold.show_threshold(threshold)
        self.parts.viewer.set_threshold(threshold)

    def _look_at(self, result: Result | None) -> None:
        self.parts.viewer.look_at(result, self.model.threshold)
        known, subject = self.job.known, None
        if known and result and not result.error:
            subject = Subject(known.name, str(result.path), partial(load_image, result.path))
        self.parts.teach.look_at(subject)

    def _judged_anew(self, lesson: Lesson) -> None:
        known = self.job.known
        if known is None or known.name != lesson.recipe:
            return
        self._moved = False
        self._teaching.judge_anew(lesson)
        self.parts.table.setFocus()
        self.job.threshold_stored(known.name, lesson.threshold, lesson.calibration)

    def _counted(self, counts: Counts) -> None:
        self.parts.figures.show_counts(counts)
        self._show_nothing()

    def _filter(self, _what: object = None) -> None:
        self.model.set_filter(self.parts.figures.chosen_now, self.parts.search.text())
        self._show_nothing()

    def _show_nothing(self) -> None:
        self.parts.nothing.setVisible(len(self.model.results) > 0 and self.model.rowCount() == 0)

    def _refused(self, selection: Selection) -> None:
        self.context.tell(self._sentences.of_refusals(selection))

    def _use(self, threshold: float) -> None:
        """Stored on a task: who, when and the old value go beside the recipe."""
        known = self.job.known
        if known is None:
            return
        settings, who = self.context.backend.settings, user_name()
        from effad_desktop.station import open_recipes

        def store() -> tuple[InstalledRecipe, InstalledRecipe]:
            recipes = open_recipes(settings)
            return recipes.find(known.name), recipes.set_threshold(known.name, threshold, who)

        self.context.tasks.run(self, store, partial(self._stored, known.name), self.context.tell)

    def _stored(self, name: str, changed: tuple[InstalledRecipe, InstalledRecipe]) -> None:
        old, new = changed
        self._moved = self.model.threshold != new.recipe.threshold
        self.job.threshold_stored(name, new.recipe.threshold)
        copied = old.folder != new.folder
        self._say(self._sentences.of_storing(new.name, old.recipe.threshold, new.recipe.threshold, copied))

    def _export_csv(self) -> None:
        self._export("csv", self.tr("Table (*.csv)"), write_csv)

    def _export_report(self) -> None:
        words = self._words.of_report()
        self._export("html", self.tr("Report (*.html)"), partial(write_report, words=words))

    def _export(
        self, suffix: str, kind: str, write: Callable[[Path, list[Result], str, float], None]
    ) -> None:
        known = self.job.known
        name = f"{known.name if known else 'effad'}.{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save as"), name, kind)
        if not chosen or known is None:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}")
        results, threshold = list(self.model.results), self.model.threshold
        self._say(self.tr("Writing {name}…").format(name=path.name))
        self.context.tasks.run(
            self,
            lambda: write(path, results, known.name, threshold),
            lambda _: self._say(self.tr("{name} is written").format(name=path.name), path),
            self._not_written,
        )

    def _not_written(self, error: EffadError) -> None:
        self.parts.note.hide()
        self.context.tell(error)

    def _say(self, sentence: str, written: Path | None = None) -> None:
        self._written = written
        self.parts.say(sentence, written is not None)

    def _open_written(self) -> None:
        if self._written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _fill_recipes(self) -> None:
        menu = self.parts.recipe.menu()
        menu.clear()
        assembly = self.context.backend.assembly
        for recipe in assembly.station.recipes() if assembly else []:
            action = QAction(recipe.name, self._recipes, checkable=True)
            action.setChecked(recipe.name == self._recipe_name())
            action.triggered.connect(partial(self._choose_recipe, recipe.name))
            menu.addAction(action)
        self._show_recipe()

    def _choose_recipe(self, name: str, _checked: bool = False) -> None:
        self.job.recipe = name
        self._show_recipe()

    def _recipe_name(self) -> str:
        assembly = self.context.backend.assembly
        return self.job.recipe or (assembly.station.status().recipe if assembly else "")

    def _show_recipe(self) -> None:
        assembly = self.context.backend.assembly
        in_use = assembly.station.status().recipe_name if assembly else ""
        self.parts.recipe.say(self.tr("Recipe"), self.job.recipe or in_use or "–", "recipes")

    def _backend_changed(self) -> None:
        if self.context.backend.phase is StationPhase.READY:
            self._fill_recipes()

    def _show_state(self) -> None:
        self.parts.show_state(self.job)
