"""When something happened, as far as the words tell.

What comes in: a parsed sentence and the publication date. What goes out: the date expressions
of the sentence, each as an interval of days that must contain the true one, or as an offset
from another event for the caller to anchor; and which of them belongs to a given event.
Durations ("for two days"), ages and numbers in names are no dates.
"""

from detente.coding.when.attach import date_for
from detente.coding.when.find import DateMention, find_dates
from detente.coding.when.narrative import Narrative

__all__ = ["DateMention", "Narrative", "date_for", "find_dates"]
