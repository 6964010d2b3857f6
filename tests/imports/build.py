"""Small files in each format, made by hand: no row is anybody's data."""

from __future__ import annotations

from pathlib import Path

from detente.imports import columns

EVENT = {
    "GLOBALEVENTID": "1001", "SQLDATE": "20151124", "MonthYear": "201511", "Year": "2015",
    "FractionDate": "2015.88", "Actor1Code": "TURMIL", "Actor1Name": "TURKISH AIR FORCE",
    "Actor1CountryCode": "TUR", "Actor1Type1Code": "MIL", "Actor2Code": "RUS",
    "Actor2Name": "RUSSIA", "Actor2CountryCode": "RUS", "IsRootEvent": "1", "EventCode": "190",
    "EventBaseCode": "190", "EventRootCode": "19", "QuadClass": "4", "GoldsteinScale": "-10.0",
    "NumMentions": "20", "NumSources": "4", "NumArticles": "18", "AvgTone": "-6.5",
    "ActionGeo_Type": "4", "ActionGeo_FullName": "Hatay, Hatay, Turkey",
    "ActionGeo_CountryCode": "TU", "ActionGeo_Lat": "36.2", "ActionGeo_Long": "36.16",
    "DATEADDED": "20151125", "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def gdelt(names: tuple[str, ...] = columns.GDELT1, **changes: str) -> str:
    """A line of GDELT; the stamp is longer in version 2."""
    row = {**EVENT, **changes}
    if names is columns.GDELT2 and "DATEADDED" not in changes:
        row["DATEADDED"] += "120000"
    return "\t".join(row.get(name, "") for name in names) + "\n"


def icews(**changes: str) -> str:
    """A line of ICEWS."""
    row = {
        "Event ID": "500", "Event Date": "2016-06-27", "Source Name": "Head of State (Turkey)",
        "Source Sectors": "Executive,Government", "Source Country": "Turkey",
        "Event Text": "Apologize", "CAMEO Code": "055", "Intensity": "7.0",
        "Target Name": "Vladimir Putin", "Target Sectors": "Government",
        "Target Country": "Russian Federation", "Story ID": "9", "Sentence Number": "2",
        "Publisher": "A Newspaper", "City": "Ankara", "District": "", "Province": "Ankara",
        "Country": "Turkey", "Latitude": "39.9", "Longitude": "32.8", **changes,
    }  # fmt: skip
    return "\t".join(row[name] for name in columns.ICEWS) + "\n"


ICEWS_HEADER = "\t".join(columns.ICEWS) + "\n"


def polecat(**changes: str) -> str:
    """A line of POLECAT, with its 'None' for nothing."""
    row = dict.fromkeys(columns.POLECAT, "None")
    row |= {
        "Event ID": "20230105-1", "Event Date": "2023-01-05", "Event Type": "SANCTION",
        "Event Mode": "expel", "Intensity": "-6.0", "Quad Code": "MATERIAL CONFLICT",
        "Contexts": "diplomatic;intelligence", "Actor Name": "Ministry of Foreign Affairs",
        "Actor Country": "NOR", "Primary Actor Sector": "GOV", "Actor Sectors": "GOV",
        "Recipient Name": "diplomats", "Recipient Country": "RUS",
        "Primary Recipient Sector": "GOV", "Country": "Norway", "Latitude": "59.9",
        "Longitude": "10.7", "Source": "A Wire", "Publication Date": "2023-01-06", **changes,
    }  # fmt: skip
    return "\t".join(row[name] for name in columns.POLECAT) + "\n"


POLECAT_HEADER = "\t".join(columns.POLECAT) + "\n"


def phoenix(**changes: str) -> str:
    """A line of Phoenix's daily files."""
    row = dict.fromkeys(columns.PHOENIX, "")
    row |= {
        "EventID": "77_1", "Date": "20170110", "Year": "2017", "Month": "01", "Day": "10",
        "SourceActorFull": "USAGOV", "SourceActorEntity": "USA", "SourceActorRole": "GOV",
        "TargetActorFull": "CUB", "TargetActorEntity": "CUB", "EventCode": "042",
        "EventRootCode": "04", "QuadClass": "1", "GoldsteinScore": "1.9",
        "URLs": "http://example.org/b", "NewsSources": "wire", **changes,
    }  # fmt: skip
    return "\t".join(row[name] for name in columns.PHOENIX) + "\n"


def mention(**changes: str) -> str:
    """A line of GDELT's mentions."""
    row = dict.fromkeys(columns.GDELT_MENTIONS, "")
    row |= {
        "GLOBALEVENTID": "1001", "EventTimeDate": "20151124120000",
        "MentionTimeDate": "20151125003000", "MentionType": "1",
        "MentionSourceName": "example.org", "MentionIdentifier": "https://example.org/a",
        "SentenceID": "3", "Confidence": "60", **changes,
    }  # fmt: skip
    return "\t".join(row[name] for name in columns.GDELT_MENTIONS) + "\n"


ACLED = (
    "event_id_cnty,event_date,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,location,latitude,longitude,"
    "source,notes,fatalities,timestamp\n"
    'MLI1,2022-03-01,1,Political violence,Battles,Armed clash,"Military Forces of Mali (2021-)",'
    ',1,JNIM,,2,Mali,Gao,16.27,-0.04,A Paper,"A clash,\nin two lines.",9,1646300000\n'
    "MLI2,1 March 2022,1,Political violence,Battles,Air/drone strike,Military Forces of France,"
    ",8,JNIM,,2,Mali,Gao,16.27,-0.04,A Paper,A strike.,3,1646300000\n"
    "MLI3,2022-03-02,1,,Strategic developments,Headquarters or base established,JNIM,,2,,,,"
    "Mali,Gao,16.27,-0.04,A Paper,A base.,0,1646300000\n"
)
UCDP = (
    "id,type_of_violence,dyad_new_id,side_a,side_b,gwnoa,gwnob,date_start,date_end,country,"
    "latitude,longitude,best,high,low,number_of_sources,source_headline,where_coordinates\n"
    "91,1,4,Government of Azerbaijan,Government of Armenia,373,371,2020-09-27 00:00:00.000,"
    "2020-09-29 00:00:00.000,Azerbaijan,39.8,46.7,30,60,30,3,Fighting erupts,Stepanakert\n"
    "92,3,9,IS,Civilians,,,2015-11-13,2015-11-13,France,48.8,2.3,130,130,130,40,Attacks,Paris\n"
    "93,4,9,IS,Civilians,,,2015-11-13,2015-11-13,France,48.8,2.3,1,1,1,1,Odd,Paris\n"
)


def put(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A file of these lines."""
    path.write_bytes("".join(lines).encode(encoding))
    return path
