"""Every inspection in a database, and the images that policy asks for beside it."""

from effad_desktop.sinks.history.entries import HistoryEntry, HistoryFilter, YieldBucket
from effad_desktop.sinks.history.reader import HistoryReader
from effad_desktop.sinks.history.sink import History

__all__ = ["History", "HistoryEntry", "HistoryFilter", "HistoryReader", "YieldBucket"]
