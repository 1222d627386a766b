"""What people, businesses and streets are called; all invented combinations."""

import json
from pathlib import Path

_NAMES = json.loads((Path(__file__).parent / "data" / "names.json").read_text("utf-8"))

FIRST: list[str] = _NAMES["first"].split()
LAST: list[str] = _NAMES["last"].split()
BRANDS: list[str] = _NAMES["brands"].split()
AREAS: list[str] = _NAMES["areas"].split("|")
