"""A sentence as plain lists."""

from __future__ import annotations

import pytest

from tests.coding.build import tree

LED = """
led lead VERB VBN 0 root
by by ADP IN 3 case
Russia Russia PROPN NNP 1 obl
Iran Iran PROPN NNP 3 conj
and and CCONJ CC 6 cc
Chad Chad PROPN NNP 4 conj
"""


@pytest.mark.parametrize(("word", "first"), [(2, 2), (3, 2), (5, 2), (0, 0), (4, 4)])
def test_what_is_joined_leads_back_to_the_first(word: int, first: int) -> None:
    assert tree(LED).joined_to(word) == first


def test_a_joined_root_is_joined_to_none() -> None:
    s = tree("Chad Chad PROPN NNP 0 conj\nalone alone ADV RB 1 advmod")
    assert s.joined_to(0) == 0
