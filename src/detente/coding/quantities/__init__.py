"""How many: numbers with what they count, and which of them belong to an event.

`find_quantities` takes a parsed sentence to its quantities (people, planes, tonnes, money), with
bounds where the words are approximate; `quantities_for` takes those to an event. The words stand
in ``coding/data/quantities.toml``.
"""

from detente.coding.quantities.attach import quantities_for
from detente.coding.quantities.find import QuantityMention, find_quantities
from detente.coding.quantities.words import QuantityWords, load_quantity_words, quantity_words

__all__ = [
    "QuantityMention",
    "QuantityWords",
    "find_quantities",
    "load_quantity_words",
    "quantities_for",
    "quantity_words",
]
