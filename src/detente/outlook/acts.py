"""`acts-v1`: a hostile act between two governments within a horizon.

What comes in: a `Known` of single events with counts of hostile acts: a sanction, recall or
expulsion of diplomats (PLOVER's SANCTION, CAMEO 16), or use of force (ASSAULT, CAMEO 18 to 20).
What goes out: the same `Known` in which a week with such an act takes the place of a rupture
week, so that origins, labels, features and baselines follow as for `rupture-v1`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.outlook.features import Known
from detente.outlook.target import onsets

NAME = "acts-v1"
KIND = "acts"
# PLOVER types, for events that were coded from text.
HOSTILE_TYPES = ("SANCTION", "ASSAULT")


def tells_acts(known: Known) -> bool:
    """Whether the data tell hostile acts at all; daily net scores do not."""
    return "hostile_acts" in known.panel.extra


def acts_known(known: Known) -> Known:
    """The same dyads with weeks of hostile acts for rupture weeks."""
    acted = np.nan_to_num(known.panel.extra["hostile_acts"]) > 0
    return replace(known, rupture=acted, onset=onsets(acted))
