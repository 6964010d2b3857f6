"""The codebook: PLOVER 2.0 and CAMEO as data, looked up by name."""

from detente.codebook.codebook import (
    CameoCode,
    CameoMapping,
    Codebook,
    Context,
    Entity,
    EventType,
    Mode,
    Sector,
    load_codebook,
    type_rows,
)

__all__ = [
    "CameoCode",
    "CameoMapping",
    "Codebook",
    "Context",
    "Entity",
    "EventType",
    "Mode",
    "Sector",
    "load_codebook",
    "type_rows",
]
