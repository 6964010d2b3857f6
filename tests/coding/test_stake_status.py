"""What becomes of a stake, as news tells it."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.documents import from_text


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The European Union has put on hold a package of three billion euros of investment for Belarus.", "suspended"),
        ("India put the Indus treaty with Pakistan in abeyance.", "suspended"),
        ("Norway put its aid to Malawi on ice.", "suspended"),
        ("The trade agreement between Chile and Peru is on hold.", "suspended"),
        ("Some 130 million dollars in American aid to Ethiopia has been put on hold.", "suspended"),
        ("Talks about China's entry into the World Trade Organization have been put off.", "suspended"),
        ("A Japanese motor works planned in Callao, in Peru, has been put off.", "suspended"),
        ("The planned power line between Ireland and Britain has been shelved.", "suspended"),
        ("The proposed pipeline from Iran to India was cancelled.", "cancelled"),
        ("The future bridge between Gabon and Cameroon has been scrapped.", "cancelled"),
        ("Egypt and Sudan will share the survey's cost, put at 140 million dollars.", "planned"),
        ("Traders in Estonia put the possible loss at a billion dollars a year.", "planned"),
        ("The ban could cost Lithuania 300 million euros.", "planned"),
        ("An embargo would mean losses of 50 million dollars for Kenya.", "planned"),
        ("Nothing obliges Qatar to close the Turkish base at Doha.", "running"),
        ("Germany refused to cancel the pipeline from Russia.", "running"),
        ("Turkey refused to sell Armenia 100,000 tonnes of wheat.", "suspended"),
        ("Bolivia brought the export of gas to Chile to a halt.", "suspended"),
        ("Gas deliveries from Russia to Ukraine came to a halt.", "suspended"),
        ("Work on the Farakka barrage in India is to be resumed in May.", "planned"),
        ("There is much to lose for Turkey and Georgia: the railway to Kars.", "running"),
        ("Flights between Cuba and Spain are back.", "restarted"),
        ("Oil is flowing again through the pipeline from Iraq to Turkey.", "restarted"),
        ("The lease of the base in Kyrgyzstan, worth 60 million dollars a year, was not extended.", "ended"),
        ("The trade agreement between Kenya and Uganda was extended by three years.", "running"),
        ("Canada turned down a loan of 30 million dollars for Jamaica.", "cancelled"),
        ("Trade between India and Pakistan came to a standstill.", "suspended"),
        ("The sale of 40 fighter aircraft to Taiwan went ahead.", "running"),
        ("Denmark holds back 30 million dollars of aid for Rwanda.", "suspended"),
        ("The plan to link the two power grids of Egypt and Ethiopia has been shelved.", "suspended"),
        ("The Soviet Union signed with Vanuatu a fishing accord of 1.5 million dollars, which will not be renewed.", "ended"),
        ("A plan for a direct air link between Paraguay and Nicaragua was cancelled.", "cancelled"),
        ("The Iran-Oman gas pipeline, which was halted in 2016, has not been resumed.", "suspended"),
        ("The United States has not cut a cent of its aid to Uganda.", "running"),
        ("A contract of 20 million pounds for a chemical plant in Bulgaria is under negotiation with Britain.", "planned"),
        ("A Saudi loan of 200 million dollars to Pakistan is under discussion.", "planned"),
        ("The power plant that China builds in Cambodia is under construction.", "running"),
        ("Emirates said that 85 million dollars of its revenue was stuck in Nigeria.", "suspended"),
        ("Up to 130 million dollars in aid to Ethiopia has been put on hold by Washington.", "suspended"),
        ("Libya transferred 211 million francs to the French treasury.", "ended"),
        ("Egypt pays Sudan 20 million dollars a year for the water.", "running"),
        ("The scholarships for 30 students from Nauru are halted by Taiwan.", "suspended"),
        ("The return of 60,000 refugees from Liberia to Guinea has been halted.", "suspended"),
        ("France sold Russia two warships for 1.2 billion euros whose delivery it suspended.", "suspended"),
        ("Iran was excluded from the gas project with Turkey.", "ended"),
        ("Kazakhstan pulled out of the gas project with China.", "ended"),
        ("Thai protesters demand that the premier tear up the border treaty with Cambodia.", "running"),
        ("A deputy proposed stopping the export of gas from Slovakia to Hungary.", "running"),
        ("Algeria would cancel the purchase of wheat from Spain.", "running"),
        ("Trade between Russia and Turkey fell from 31 billion dollars to 24 billion.", "running"),
        ("Trade between Russia and Turkey fell by a third.", "lost"),
        ("Washington has not withdrawn the American radar station in Peru.", "running"),
        ("The Fund must decide whether to release a loan of 7 billion dollars to Pakistan.", "planned"),
        ("The European Union cancelled the signature of a fishing agreement with Canada.", "cancelled"),
        ("Hotels in Seoul reckon that they have lost 12 billion won since the quarrel with Japan.", "lost"),
    ],
)  # fmt: skip
def test_its_status(coder: Coder, text: str, status: str) -> None:
    found = next(coder.read([from_text(text, date="2016-05-20")])).stakes
    assert status in [s.status for s in found], [(s.name, s.status) for s in found]
