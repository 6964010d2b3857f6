"""Sentences by hand, in free words, over short texts of our own with hand-coded records.

Each case: a text with its day, the act it tells as a coder should have it, sentences that are
true of it, and sentences made false by hand: number, name, date, actors, polarity. Written after
the checker, over sentences it was not written with (they stand in articles of ``texts/reading``
or were written for this).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.records import Document, Event, EventDate, Mention, Party, Reading, Span, span_of


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the act it tells, true and false sentences; ``false`` pairs how and sentence."""

    text: str
    day: str
    event_type: str
    trigger: str
    actors: tuple[tuple[str, str], ...]
    recipients: tuple[tuple[str, str], ...]
    true: tuple[str, ...]
    false: tuple[tuple[str, str], ...]
    on: tuple[str, str, str] | None = None
    status: str = "asserted"
    quad: int = 4
    key: str = field(default="", compare=False)

    @property
    def doc_id(self) -> str:
        """The id of the document."""
        return f"hand-{self.day}-{self.event_type.lower()}"

    def reading(self) -> Reading:
        """The text and its act as records."""
        document = Document(self.doc_id, self.text, self.day, "option", source="by hand")
        return Reading(document, (self._event(),), ())

    def refs(self) -> tuple[str, ...]:
        """The ids that sentences about it cite: the act, the whole text."""
        return (f"event:{self.doc_id}-e", f"span:{self.doc_id}:0-{len(self.text)}")

    def _find(self, words: str) -> Span:
        at = self.text.index(words)
        return span_of(self.text, at, at + len(words))

    def _event(self) -> Event:
        def parties(found: tuple[tuple[str, str], ...]) -> tuple[Party, ...]:
            return tuple(Party(words, code, span=self._find(words)) for words, code in found)

        when = None
        if self.on is not None:
            words, first, last = self.on
            precision = "day" if first == last else "month"
            when = EventDate(first, last, precision, "relative", self._find(words))  # type: ignore[arg-type]
        return Event(
            self.event_type, (), (), None, self.quad, -5.0, None,
            parties(self.actors), parties(self.recipients), when, None,
            self.status, False, id=f"{self.doc_id}-e", doc_id=self.doc_id,  # type: ignore[arg-type]
            mentions=(Mention(self._find(self.trigger), span_of(self.text, 0, len(self.text)), 0),),
            decided_by="hand", confidence=1.0,
        )  # fmt: skip


CASES = (
    Case(
        "On the night of Friday 5 April officers of the Ecuadorian police broke into the Embassy"
        " of Mexico in Quito and led away Jorge Glas.",
        "2024-04-12",
        "ASSAULT",
        "broke",
        (("officers of the Ecuadorian police", "ECU"),),
        (("Embassy of Mexico", "MEX"),),
        true=(
            "Ecuadorian police officers broke into the Mexican embassy in Quito on 5 April 2024.",
            "On 5 April police of Ecuador broke into the embassy of Mexico.",
        ),
        false=(
            ("date", "Ecuadorian police officers broke into the Mexican embassy on 6 April 2024."),
            ("date", "Police of Ecuador broke into the embassy of Mexico in May 2024."),
            ("name", "Ecuadorian police officers broke into the Mexican embassy in Lima."),
            (
                "name",
                "Ecuadorian police broke into the Mexican embassy and led away Rafael Correa.",
            ),
            (
                "actors",
                "Mexican police officers broke into the embassy of Ecuador on 5 April 2024.",
            ),
            ("polarity", "Ecuadorian police officers did not break into the Mexican embassy."),
            ("number", "Ecuadorian police officers broke into two Mexican embassies on 5 April."),
        ),
        on=("Friday 5 April", "2024-04-05", "2024-04-05"),
    ),
    Case(
        "Nicaragua broke off diplomatic relations with Ecuador on 6 April.",
        "2024-04-13",
        "SANCTION",
        "broke",
        (("Nicaragua", "NIC"),),
        (("Ecuador", "ECU"),),
        true=(
            "Nicaragua broke off diplomatic relations with Ecuador on 6 April 2024.",
            "On 6 April 2024 Nicaragua broke off relations with Ecuador.",
        ),
        false=(
            ("date", "Nicaragua broke off relations with Ecuador on 9 April 2024."),
            ("actors", "Ecuador broke off diplomatic relations with Nicaragua on 6 April 2024."),
            ("name", "Nicaragua broke off diplomatic relations with Peru on 6 April 2024."),
            ("name", "Honduras broke off diplomatic relations with Ecuador on 6 April 2024."),
            ("polarity", "Nicaragua did not break off diplomatic relations with Ecuador."),
        ),
        on=("6 April", "2024-04-06", "2024-04-06"),
    ),
    Case(
        "Bahrain has summoned the Iranian chargé d'affaires over the three men arrested in"
        " Manama on Monday.",
        "2011-10-16",
        "ACCUSE",
        "summoned",
        (("Bahrain", "BHR"),),
        (("Iranian chargé d'affaires", "IRN"),),
        true=("Bahrain summoned the Iranian chargé d'affaires.",),
        false=(
            ("actors", "Iran summoned the Bahraini chargé d'affaires."),
            ("name", "Bahrain summoned the Iraqi chargé d'affaires."),
            ("name", "Kuwait summoned the Iranian chargé d'affaires."),
            ("number", "Bahrain summoned the Iranian chargé d'affaires over five men."),
            ("polarity", "Bahrain did not summon the Iranian chargé d'affaires."),
        ),
        quad=3,
    ),
    Case(
        "President Hassan Rouhani apologised to Ukraine by telephone and promised to pay for the"
        " 11 dead.",
        "2020-01-12",
        "CONCEDE",
        "apologised",
        (("President Hassan Rouhani", "IRN"),),
        (("Ukraine", "UKR"),),
        true=(
            "Iranian President Hassan Rouhani apologised to Ukraine.",
            "Hassan Rouhani apologised to Ukraine by telephone.",
        ),
        false=(
            ("name", "Iranian President Mahmoud Ahmadinejad apologised to Ukraine."),
            ("name", "President Hassan Rouhani apologised to Canada."),
            ("actors", "Ukraine apologised to President Hassan Rouhani."),
            ("polarity", "President Hassan Rouhani refused to apologise to Ukraine."),
            ("polarity", "President Hassan Rouhani did not apologise to Ukraine."),
            ("number", "Hassan Rouhani apologised to Ukraine for 57 dead."),
        ),
        quad=1,
    ),
    Case(
        "In the early hours of Wednesday Iran launched a dozen ballistic missiles at two bases"
        " in Iraq.",
        "2020-01-12",
        "ASSAULT",
        "launched",
        (("Iran", "IRN"),),
        (("Iraq", "IRQ"),),
        true=(
            "Iran launched missiles at bases in Iraq on 8 January 2020.",
            "Iran launched a dozen missiles at two bases in Iraq.",
        ),
        false=(
            ("number", "Iran launched missiles at seven bases in Iraq."),
            ("date", "Iran launched missiles at bases in Iraq on 3 March 2020."),
            ("actors", "Iraq launched missiles at bases in Iran."),
            ("name", "Iran launched missiles at bases in Jordan."),
            ("polarity", "Iran did not launch missiles at bases in Iraq."),
            ("polarity", "Iran may have launched missiles at bases in Iraq."),
        ),
        on=("Wednesday", "2020-01-08", "2020-01-08"),
    ),
    Case(
        "Two Thai ministers have threatened Cambodia with closing all six border posts.",
        "2003-02-02",
        "THREATEN",
        "threatened",
        (("Thai ministers", "THA"),),
        (("Cambodia", "KHM"),),
        true=("Two Thai ministers threatened Cambodia.",),
        false=(
            ("actors", "Two Cambodian ministers threatened Thailand."),
            ("number", "Nine Thai ministers threatened Cambodia."),
            ("name", "Two Thai ministers threatened Laos."),
            ("polarity", "Two Thai ministers never threatened Cambodia."),
            ("date", "Two Thai ministers threatened Cambodia on 9 March 1999."),
        ),
        quad=3,
    ),
    Case(
        "Prime Minister Thaksin Shinawatra expelled the Cambodian ambassador on Thursday.",
        "2003-02-01",
        "SANCTION",
        "expelled",
        (("Prime Minister Thaksin Shinawatra", "THA"),),
        (("Cambodian ambassador", "KHM"),),
        true=(
            "Thai Prime Minister Thaksin Shinawatra expelled the Cambodian ambassador.",
            "Thaksin Shinawatra expelled the ambassador of Cambodia on 30 January 2003.",
        ),
        false=(
            ("date", "Thaksin Shinawatra expelled the ambassador of Cambodia on 12 January 2003."),
            ("name", "Prime Minister Chuan Leekpai expelled the Cambodian ambassador."),
            ("name", "Thaksin Shinawatra expelled the Vietnamese ambassador."),
            ("polarity", "Thaksin Shinawatra did not expel the Cambodian ambassador."),
            ("number", "Thaksin Shinawatra expelled eleven Cambodian ambassadors."),
        ),
        on=("Thursday", "2003-01-30", "2003-01-30"),
    ),
    Case(
        "The United States and Britain urged India to cooperate with the inquiry.",
        "2023-10-21",
        "REQUEST",
        "urged",
        (("United States", "USA"), ("Britain", "GBR")),
        (("India", "IND"),),
        true=(
            "The United States and Britain urged India to cooperate with the inquiry.",
            "Britain and the United States urged India to cooperate.",
        ),
        false=(
            ("actors", "India urged the United States and Britain to cooperate with the inquiry."),
            ("name", "The United States and France urged India to cooperate with the inquiry."),
            ("name", "The United States and Britain urged Pakistan to cooperate."),
            ("polarity", "The United States and Britain did not urge India to cooperate."),
            ("date", "The United States and Britain urged India to cooperate on 2 May 2021."),
        ),
        quad=3,
    ),
    Case(
        "India has stopped issuing visas to Canadians since 21 September, and 41 diplomats left.",
        "2023-10-22",
        "SANCTION",
        "stopped",
        (("India", "IND"),),
        (("Canadians", "CAN"),),
        true=("India stopped issuing visas to Canadians.",),
        false=(
            ("actors", "Canada stopped issuing visas to Indians."),
            ("number", "India stopped issuing visas to 300 Canadians."),
            ("date", "India stopped issuing visas to Canadians on 4 July 2023."),
            ("name", "India stopped issuing visas to Australians."),
            ("polarity", "India has not stopped issuing visas to Canadians."),
        ),
    ),
    Case(
        "Narendra Modi met Justin Trudeau in Delhi on 10 September.",
        "2023-09-12",
        "CONSULT",
        "met",
        (("Narendra Modi", "IND"), ("Justin Trudeau", "CAN")),
        (),
        true=(
            "Narendra Modi met Justin Trudeau in Delhi on 10 September 2023.",
            "Justin Trudeau met Narendra Modi in Delhi.",
        ),
        false=(
            ("date", "Narendra Modi met Justin Trudeau in Delhi on 13 September 2023."),
            ("name", "Narendra Modi met Joe Biden in Delhi on 10 September 2023."),
            ("name", "Narendra Modi met Justin Trudeau in Toronto."),
            ("polarity", "Narendra Modi refused to meet Justin Trudeau in Delhi."),
            ("polarity", "Narendra Modi will meet Justin Trudeau in Delhi."),
            ("number", "Narendra Modi met Justin Trudeau three times in Delhi."),
        ),
        on=("10 September", "2023-09-10", "2023-09-10"),
        quad=1,
    ),
    Case(
        "Eritrea and Ethiopia will sign a trade agreement worth $3 billion in Asmara on 20 July.",
        "2018-07-13",
        "SUPPORT",
        "sign",
        (("Eritrea", "ERI"), ("Ethiopia", "ETH")),
        (),
        true=("Eritrea and Ethiopia will sign a trade agreement in Asmara on 20 July 2018.",),
        false=(
            ("polarity", "Eritrea and Ethiopia signed a trade agreement in Asmara."),
            ("number", "Eritrea and Ethiopia will sign an agreement worth $8 billion."),
            ("name", "Eritrea and Sudan will sign a trade agreement in Asmara."),
            ("name", "Eritrea and Ethiopia will sign a trade agreement in Cairo."),
            ("date", "Eritrea and Ethiopia will sign a trade agreement on 29 July 2018."),
        ),
        on=("20 July", "2018-07-20", "2018-07-20"),
        status="planned",
        quad=1,
    ),
    Case(
        "Kyrgyz troops shelled two Tajik villages near Batken on Thursday, killing four people.",
        "2021-05-01",
        "ASSAULT",
        "shelled",
        (("Kyrgyz troops", "KGZ"),),
        (("Tajik villages", "TJK"),),
        true=(
            "Kyrgyz troops shelled two Tajik villages on 29 April 2021.",
            "Troops of Kyrgyzstan shelled Tajik villages near Batken, killing four people.",
        ),
        false=(
            ("number", "Kyrgyz troops shelled Tajik villages near Batken, killing 40 people."),
            ("number", "Kyrgyz troops shelled six Tajik villages."),
            ("actors", "Tajik troops shelled two Kyrgyz villages on 29 April 2021."),
            ("date", "Kyrgyz troops shelled two Tajik villages on 12 April 2021."),
            ("name", "Uzbek troops shelled two Tajik villages."),
            ("polarity", "Kyrgyz troops did not shell Tajik villages."),
        ),
        on=("Thursday", "2021-04-29", "2021-04-29"),
    ),
    Case(
        "Japan criticised China's ban on seafood as unacceptable.",
        "2023-09-12",
        "ACCUSE",
        "criticised",
        (("Japan", "JPN"),),
        (("China", "CHN"),),
        true=("Japan criticised China.", "Japan criticised the Chinese ban on seafood."),
        false=(
            ("actors", "China criticised Japan."),
            ("name", "Japan criticised Russia."),
            ("polarity", "Japan praised China."),
            ("polarity", "Japan has not criticised China."),
        ),
        quad=3,
    ),
)
