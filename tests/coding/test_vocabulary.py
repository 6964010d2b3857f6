"""Words of the rules: each in a sentence of ours, and sentences that assert no act."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from detente.coding import Coder
from detente.records import Document, Event

TOLD = [
    ("ACCUSE", "Chad's prime minister inveighed against France in a speech to parliament."),
    ("ACCUSE", "State television in Minsk denigrated Poland as a vassal."),
    ("ACCUSE", "Bolivia took its dispute with Chile to the court in The Hague."),
    ("ACCUSE", "Peru questioned the legitimacy of the Venezuelan government."),
    ("ACCUSE", "Norwegian police interrogated a Russian diplomat on Friday."),
    ("ACCUSE", "Kenya's reprimand of Somalia came a day later."),
    ("SANCTION", "Washington reimposed an embargo on Cuba."),
    ("SANCTION", "Mali's suspension from the African Union was announced in Addis Ababa."),
    ("SANCTION", "Sudan declared the Norwegian consul persona non grata."),
    ("SANCTION", "Ecuador called home its envoy from Bogota."),
    ("SANCTION", "Algeria closed its airspace to Moroccan planes."),
    ("SANCTION", "Egypt banned charter flights to Turkey."),
    ("COERCE", "Japan colonised Korea in 1910."),
    ("COERCE", "Russia meddled in Moldovan elections."),
    ("COERCE", "Chinese boats disrupted a Philippine resupply run."),
    ("COERCE", "The boarding of the Greek tanker by Iran angered Athens."),
    ("ASSAULT", "Syrian jets obliterated a Turkish convoy."),
    ("ASSAULT", "Rebels decapitated two Chadian soldiers."),
    ("ASSAULT", "Commandos swooped on the Israeli camp."),
    ("RETREAT", "Denmark relinquished its claim to the island to Canada."),
    ("RETREAT", "Spain's return of the prisoners to Morocco took place on Friday."),
    ("CONCEDE", "The United States exempted Japan from the tariffs."),
    ("CONCEDE", "Tokyo retracted its accusation against Seoul."),
    ("CONCEDE", "Australia granted Fiji an exemption."),
    ("CONCEDE", "New Zealand waived its ban on the Fijian minister."),
    ("SUPPORT", "Egypt cemented its ties with Sudan."),
    ("SUPPORT", "Poland's tribute to Hungary was warm."),
    ("CONSULT", "Talks between Armenia and Azerbaijan reconvened in Brussels."),
    ("MOBILIZE", "A Russian frigate shadowed a Norwegian ship."),
    ("MOBILIZE", "A British destroyer trailed the Russian submarine."),
    ("MOBILIZE", "China's overflight of Taiwan drew no comment."),
    ("MOBILIZE", "France garrisoned troops in Chad."),
    ("PROTEST", "Soldiers mutinied against the Guinean government."),
    ("REJECT", "Iran rebutted the American allegation."),
    ("REJECT", "Mexico's rebuff to the United States surprised few."),
    ("REQUEST", "An invitation from India to Pakistan was sent last week."),
    ("THREATEN", "A warning from Moscow to Helsinki followed."),
    ("AID", "Iran resupplied Hezbollah through Syria."),
    ("AID", "Hungary supplied Serbia with missiles."),
    ("AID", "Kuwait's bailout of Bahrain was approved."),
    ("AGREE", "Berlin greenlighted the sale of tanks to Ukraine."),
]
UNTOLD = [
    "Kenya has never attacked Somalia.",
    "No Chadian soldier crossed into Sudan.",
    "Had Iran attacked Kuwait, the war would have spread.",
    "Without the embargo on Cuba trade would flourish.",
    "It would be a mistake for Poland to expel the Russian ambassador.",
    "Analysts doubt that India will sanction Pakistan.",
    "The ministry of defence of Norway is in Oslo.",
    "The Sanctions Committee of the United Nations met no one.",
    "Peru's Anti-Kidnapping Unit works in Lima with Chile.",
    "Turkey's foreign aid agency has an office in Sudan.",
    "Japan crushed Korea 5-0 in the final.",
    "Mexico's economy was hit by the fall of American demand.",
    "The film tells how Britain invaded Iceland.",
    "Far from condemning Israel, Egypt kept silent.",
    "Ethiopia stopped short of accusing Eritrea.",
    "Denmark has yet to recognise Palestine.",
    "Thailand could recall its ambassador from Cambodia.",
    "If Greece blocks the deal, Macedonia will protest.",
    "Finland would not say whether it had expelled the Russian spy.",
    "It is unclear whether Sudan shelled the Ethiopian village.",
    "Nobody has proved that Libya bombed the Chadian town.",
    "France rarely criticises Morocco.",
    "The treaty forbids Germany to arm Poland.",
    "Iraq's army lacks the means to invade Kuwait.",
    "Panama is considered unlikely to sanction Venezuela.",
    "Rumours that Tunisia had seized the Italian boat proved false.",
    "The claim that Syria shelled Jordan is false.",
    "Reports that Cyprus had arrested a Turkish officer were untrue.",
    "Spain swore that Moroccan troops had fired first.",
    "Algeria assured Mali that no soldier had crossed the border.",
    "The alleged Uzbek attack on Tajikistan never happened.",
    "Sweden's policy of non-aggression towards Russia is old.",
    "Nepal is free to sign the treaty with China.",
    "Georgia once again avoided condemning Russia.",
    "The right of Cuba to expel American diplomats is undisputed.",
    "Under the plan, Oman would send troops to Yemen.",
    "Zambia's refusal to condemn Zimbabwe was expected.",
    "Italy had no intention of attacking Albania.",
    "What if Armenia bombed Baku?",
    "Would Vietnam invade Laos?",
    "Iran must never attack Israel.",
    "The Belgian ambassador to Rwanda denied that Belgium had armed the rebels.",
    "Haiti should thank the Dominican Republic.",
    "A war between Peru and Ecuador is unthinkable.",
    "Burma is not accused of killing the Thai fishermen.",
    "There was no exchange of fire between India and Pakistan.",
    "Neither Qatar nor Bahrain withdrew its ambassador.",
    "Germany failed to persuade Hungary to sanction Russia.",
    "The blockade of Qatar that Egypt feared did not come.",
    "Nigeria gave up its plan to bomb Benin.",
    "Gabon is said to dread a French intervention.",
    "Instead of bombing Serbia, Hungary sent a note.",
    "Uganda almost invaded Rwanda.",
    "Kazakhstan narrowly avoided clashing with Uzbekistan.",
]


def read(coder: Coder, texts: Sequence[str]) -> dict[str, tuple[Event, ...]]:
    documents = [Document(str(n), text) for n, text in enumerate(texts)]
    readings = coder.read(documents)
    return {t: r.events for t, r in zip(texts, readings, strict=True)}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="module")
def events(coder: Coder) -> dict[str, tuple[Event, ...]]:
    return read(coder, [*(text for _, text in TOLD), *UNTOLD])


@pytest.mark.parametrize(("kind", "text"), TOLD)
def test_the_act_is_told(events: dict[str, tuple[Event, ...]], kind: str, text: str) -> None:
    assert (kind, "asserted") in {(e.event_type, e.status) for e in events[text]}


@pytest.mark.parametrize("text", UNTOLD)
def test_no_act_is_asserted(events: dict[str, tuple[Event, ...]], text: str) -> None:
    assert [e.decided_by for e in events[text] if e.status == "asserted"] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Spain swore that it would expel the Moroccan consul.", "THREATEN"),
        ("Algeria promised Mali that it would send grain.", "AGREE"),
    ],
)
def test_what_lies_ahead_is_promised(coder: Coder, text: str, kind: str) -> None:
    assert kind in {e.event_type for e in read(coder, [text])[text]}
