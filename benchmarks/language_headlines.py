"""Newspaper headlines: is the verb found, and who does it to whom?

    python benchmarks/language_headlines.py [PIPELINE]

Prints how many of 24 headlines, written by hand, have the right root, subject and object, and the
scores on sentences of EWT and GUM dev that `training.data` rewrites as headlines (gold tokens).
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from spacy.tokens import Doc

from detente.language import load

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.data import newspaper_headline, paragraphs

TREEBANKS = Path(__file__).resolve().parents[2] / "shared" / "data" / "ud"
# Headline, subject, verb, object.
HEADLINES = """
Japan summons Chinese envoy over ships|Japan|summons|envoy
Russia expels 23 British diplomats|Russia|expels|diplomats
Turkey shoots down Russian jet near Syrian border|Turkey|shoots|jet
RUSSIA TO SEND MISSILES TO TURKEY|RUSSIA|SEND|MISSILES
Iran rejects U.S. demands on nuclear program|Iran|rejects|demands
Israel strikes targets in Gaza after rocket attack|Israel|strikes|targets
Putin calls Erdogan after ambassador killed|Putin|calls|Erdogan
U.S. imposes new sanctions on North Korea|U.S.|imposes|sanctions
India, Pakistan exchange fire across border|India|exchange|fire
China Warns Taiwan Against Independence Vote|China|Warns|Taiwan
Saudi Arabia cuts ties with Qatar|Arabia|cuts|ties
Kremlin denies role in poisoning|Kremlin|denies|role
Germany recalls ambassador from Ankara|Germany|recalls|ambassador
Egypt to host peace talks in Cairo|Egypt|host|talks
North Korea fires missile over Japan|Korea|fires|missile
France backs sanctions against Belarus|France|backs|sanctions
UN condemns attack on aid convoy in Syria|UN|condemns|attack
Armenia accuses Azerbaijan of shelling villages|Armenia|accuses|Azerbaijan
Ukraine court jails Russian soldiers|court|jails|soldiers
Rebels seize town in eastern Congo|Rebels|seize|town
Moscow warns Kiev against offensive|Moscow|warns|Kiev
Trump threatens Mexico with tariffs|Trump|threatens|Mexico
Beijing protests US arms sale to Taiwan|Beijing|protests|sale
Police arrest 40 protesters in Minsk|Police|arrest|protesters
"""


def main() -> None:
    nlp = load(sys.argv[1] if len(sys.argv) > 1 else None)
    lines = [line.split("|") for line in HEADLINES.strip().splitlines()]
    roots = subjects = objects = 0
    for text, subject, verb, thing in lines:
        words = {t.text: t for t in nlp(text)}
        root = words[verb].dep_ == "ROOT"
        roots += root
        subjects += (
            root and words[subject].dep_.startswith("nsubj") and words[subject].head.text == verb
        )
        objects += words[thing].dep_ in ("obj", "iobj") and words[thing].head.text == verb
    print(f"by hand: root {roots}, subject {subjects}, object {objects} of {len(lines)}")
    rng = random.Random(0)
    read = nlp.get_pipe("detente_grammar")
    names = ("en_ewt-dev", "en_gum_open-dev")
    count = heads = labels = 0
    for group in paragraphs([str(TREEBANKS / f"{name}.conllu.xz") for name in names]):
        for sentence in group:
            line = newspaper_headline(sentence, rng)
            if line is None:
                continue
            doc = read(Doc(nlp.vocab, words=[t.form for t in line]))
            for gold, token in zip(line, doc, strict=True):
                head = -1 if token.head.i == token.i else token.head.i
                count += 1
                heads += head == gold.head
                labels += head == gold.head and token.dep_.lower() == gold.deprel
    print(
        f"rewritten: UAS {100 * heads / count:.2f}, LAS {100 * labels / count:.2f}, {count} words"
    )


if __name__ == "__main__":
    main()
