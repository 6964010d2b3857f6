"""Fits all models of reading anew: ``python -m training.reading``.

One after the other, as they stand on each other's shoulders: the models of acts and status beside
the encoder, those of retellings, of case files, of what is worth telling, and last the models of
acts and status for who reads without the encoder. Articles are parsed and read by the encoders
once. Takes an hour or so on two cores. Each step may be run by itself, too (`train`, `tellings`,
`cases`, `worth`), which then fits models of the folds for itself.
"""

from __future__ import annotations

import json
import time
from typing import Any

from training.reading import cases, tellings, train, worth


def main() -> None:
    """Fit, measure, write, step by step."""
    began = time.time()

    def told(step: str, card: Any) -> None:
        print(f"{step}, {time.time() - began:.0f} s", json.dumps(card, indent=1), flush=True)

    school = train.beside_encoders()
    folded = train.of_folds(school)
    told("deep", train.write(school, folded, train.PACKAGE / "deep"))
    told("tellings", tellings.write(school, folded, train.PACKAGE))
    known = cases.School(school, folded)
    told("cases", cases.write(known, cases.PACKAGE))
    scenes = known.scenes[: school.judged]
    for name in worth.KINDS:
        told(name, worth.train(name, school.articles[: school.judged], scenes, worth.PACKAGE))
    school.encoders, school.tellings = [None] * len(school.articles), [None]
    folded = train.of_folds(school)
    told("plain", train.write(school, folded, train.PACKAGE))


if __name__ == "__main__":
    main()
