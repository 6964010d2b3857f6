"""The codebook: PLOVER 2.0, CAMEO and the states of the world as data, looked up by name."""

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
from detente.codebook.states import State, States, load_states, state_code

__all__ = [
    "CameoCode",
    "CameoMapping",
    "Codebook",
    "Context",
    "Entity",
    "EventType",
    "Mode",
    "Sector",
    "State",
    "States",
    "load_codebook",
    "load_states",
    "state_code",
    "type_rows",
]
