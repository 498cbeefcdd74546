"""The recipes page."""

from __future__ import annotations

from collections import deque
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.core.status import Status
from effad_desktop.core.threshold_changes import user_name
from effad_desktop.core.versions import Version
from effad_desktop.errors import EffadError
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.icons import icon
from effad_desktop.gui.language import number
from effad_desktop.gui.messages import said
from effad_desktop.gui.orders import Orders
from effad_desktop.gui.page import Context, Page
from effad_desktop.gui.pages.recipes_details import RecipeDetails
from effad_desktop.gui.pages.recipes_facts import Known, RecipeFacts, gather
from effad_desktop.gui.pages.recipes_list import RecipesList
from effad_desktop.gui.pages.recipes_words import RecipeWords
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.promotion import PromotionPanel
from effad_desktop.gui.widgets.question import Question
from effad_desktop.paths import built_in_recipes_dir
from effad_desktop.recipes import InstalledRecipe, NameTaken, Recipes
from effad_desktop.settings import Settings, change_settings, check_changes
from effad_desktop.station import open_recipes
from effad_desktop.versions import restore


class RecipesPage(Page):
    """A list at the left, all of the chosen one at the right. Folders and .zip files can be dropped."""

    name = "recipes"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._orders = Orders(context.tasks, self)
        self._known: Known = {}
        self._facts: list[RecipeFacts] = []
        self._in_use = ""
        self._taken: deque[tuple[Path, NameTaken]] = deque()
        self._words = RecipeWords(self)
        self._title, self._note = QLabel(), QLabel()
        self._add = QPushButton()
        self._question = Question()
        self._question.answered.connect(self._ask_next)
        self.list = RecipesList()
        self.promotion = PromotionPanel(context)
        self.promotion.promoted.connect(self.reload)
        self.details = RecipeDetails(self._words, self.promotion)
        self._make_menu()
        self._lay_out()
        self.list.chosen.connect(self._show_chosen)
        self.details.use_asked.connect(self.use_chosen)
        self.details.export_asked.connect(self._choose_export_file)
        self.details.remove_asked.connect(self._ask_to_remove)
        self.details.restore_asked.connect(self._ask_to_restore)
        remove = QShortcut(QKeySequence.StandardKey.Delete, self.list)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._ask_to_remove)
        context.backend.changed.connect(self._draw)
        context.backend.polled.connect(self._polled)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        self._add.setIcon(icon("plus", current().on_accent))

    def retranslate(self) -> None:
        self._title.setText(self.tr("Recipes"))
        self._note.setText(self.tr("One for each product. Drop a recipe's folder or .zip here to add it."))
        self._add.setText(self.tr("Add recipe"))
        self._from_folder.setText(self.tr("From a folder…"))
        self._from_zip.setText(self.tr("From a .zip…"))
        self.list.setAccessibleName(self.tr("Recipes on this machine"))
        self._draw()

    def opened(self) -> None:
        self.reload()
        focused = QApplication.focusWidget()
        if focused and self.isAncestorOf(focused):  # and not the rail, where one goes on by keys
            self.list.setFocus()

    def take(self, paths: list[Path]) -> None:
        for path in paths:
            self.add(path)

    def reload(self, choose: str = "") -> None:
        recipes, built_in = self._recipes(), built_in_recipes_dir()

        def done(facts: list[RecipeFacts]) -> None:
            self._facts = facts
            self._draw(choose)

        self._orders.give(lambda: gather(recipes, built_in, self._known), done, self.context.tell)

    def add(self, place: Path, force: bool = False) -> None:
        recipes = self._recipes()

        def failed(error: EffadError) -> None:
            if isinstance(error, NameTaken):
                self._taken.append((place, error))
                self._ask_next()
            else:
                self.context.tell(error)

        self._orders.give(lambda: recipes.add(place, force), self._added, failed)

    def use_chosen(self) -> None:
        """From now on, and at the next start."""
        card = self.list.chosen_card
        if card is None or card.facts.error:
            return
        name, backend = card.facts.name, self.context.backend
        settings, assembly = backend.settings, backend.assembly

        def work() -> Settings:
            check_changes(settings, default_recipe=name)
            if assembly:
                assembly.station.use(name)
            return change_settings(settings, default_recipe=name)

        def done(changed: Settings) -> None:
            self._in_use = name if assembly else self._in_use
            self.details.set_busy(False)
            update = {"default_recipe": changed.default_recipe}
            backend.apply(backend.settings.model_copy(update=update))

        def failed(error: EffadError) -> None:
            self.details.set_busy(False)
            self.context.tell(error)

        self.details.set_busy(True)
        self._orders.give(work, done, failed)

    def export_chosen(self, file: Path) -> None:
        recipes, name = self._recipes(), self.list.chosen_name
        self._orders.give(lambda: recipes.export(name, file), lambda _none: None, self.context.tell)

    def remove(self, name: str) -> None:
        recipes = self._recipes()
        self._orders.give(lambda: recipes.remove(name), lambda _none: self.reload(), self._tell_and_reload)

    def _recipes(self) -> Recipes:
        return open_recipes(self.context.backend.settings)

    def _added(self, added: InstalledRecipe) -> None:
        self.reload(added.name)

    def _tell_and_reload(self, error: EffadError) -> None:
        self.context.tell(error)
        self.reload()

    def _ask_next(self) -> None:
        """One question at a time."""
        if not self._taken or self._question.sentence:
            return
        place, error = self._taken.popleft()
        self._question.ask(
            self.tr("{title}. Replace it by {place}?").format(title=said(error.title), place=place),
            self.tr("Replace it"),
            self.tr("Keep the old one"),
            lambda: self.add(place, force=True),
        )

    def _ask_to_remove(self) -> None:
        card = self.list.chosen_card
        if card is None or not self.details.remove.isEnabled():
            return
        name = card.facts.name
        if card.facts.covers_built_in:
            sentence = self.tr("Remove {name}? The built-in recipe of that name is used again.")
        else:
            sentence = self.tr("Remove {name}? Its model and threshold are deleted from this machine.")
        self.details.question.ask(
            sentence.format(name=name), self.tr("Remove"), self.tr("Keep"), lambda: self.remove(name)
        )

    def _ask_to_restore(self, version: Version) -> None:
        name, recipes = self.list.chosen_name, self._recipes()

        def bring_back() -> None:
            work = partial(restore, recipes, name, version.number, user_name())
            self._orders.give(work, lambda _version: self.reload(), self._tell_and_reload)

        sentence = self.tr(
            "Bring {recipe} back to version {number}? Its threshold is {threshold} then; "
            "it becomes the newest version."
        ).format(recipe=name, number=version.number, threshold=number(version.threshold, ".4g"))
        self.details.question.ask(sentence, self.tr("Restore"), self.tr("Keep it as it is"), bring_back)

    def _choose_export_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Export recipe"), f"{self.list.chosen_name}.zip", "*.zip")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._export_to)
        dialog.open()

    def _export_to(self, file: str) -> None:
        self.export_chosen(Path(file))

    def _choose_folder(self) -> None:
        self._choose(QFileDialog.FileMode.Directory, self.tr("Add a recipe's folder"), "")

    def _choose_zip(self) -> None:
        self._choose(QFileDialog.FileMode.ExistingFiles, self.tr("Add a recipe's .zip"), "*.zip")

    def _choose(self, mode: QFileDialog.FileMode, title: str, kinds: str) -> None:
        dialog = QFileDialog(self, title, "", kinds)
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._chosen_to_add)
        dialog.open()

    def _chosen_to_add(self, files: list[str]) -> None:
        self.take([Path(file) for file in files])

    def _polled(self, status: Status) -> None:
        if status.recipe != self._in_use:
            self._in_use = status.recipe
            self._draw()

    def _draw(self, choose: str = "") -> None:
        cards = [self._words.card(facts, *self._state_of(facts.name)) for facts in self._facts]
        self.list.show_cards(cards, choose)
        self._show_chosen()

    def _show_chosen(self) -> None:
        card = self.list.chosen_card
        name = card.facts.name if card else ""
        self.details.show_facts(card.facts if card else None, *self._state_of(name))
        learns = card is not None and card.facts.learns_at_once
        self.promotion.look_at(name if learns else "")

    def _state_of(self, name: str) -> tuple[bool, bool]:
        """Whether it is the default one, and whether it is in use."""
        backend = self.context.backend
        in_use = backend.phase is Phase.READY and name == self._in_use
        return name == backend.settings.default_recipe, in_use

    def _make_menu(self) -> None:
        menu = QMenu(self._add)
        self._from_folder = menu.addAction("")
        self._from_zip = menu.addAction("")
        self._from_folder.triggered.connect(self._choose_folder)
        self._from_zip.triggered.connect(self._choose_zip)
        self._add.setProperty("role", "primary")
        self._add.setMenu(menu)

    def _lay_out(self) -> None:
        self._title.setProperty("role", "title")
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(self._add)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self._question)
        left.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(left, 3)
        row.addWidget(self.details, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(head)
        column.addLayout(row, 1)
