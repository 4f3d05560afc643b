"""What becomes of the only record of an event on its way into the warehouse."""

from __future__ import annotations

from enum import Enum


class Fate(Enum):
    """Most events are LOADED. The other two are planted, and listed in truth/planted.json by the writer."""

    LOADED = "loaded"
    QUARANTINED = "quarantined"
    """Its record has a key or required field that does not read: the writer breaks it, truth leaves the event out."""
    ORPHAN = "orphan"
    """Its record names a party that no file holds: truth counts it under the party `unknown`."""
