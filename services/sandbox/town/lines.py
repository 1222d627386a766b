"""What people of the town say: openings by nature, answers by what they were asked, in three languages."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data"
_LINES = json.loads((DATA / "lines.json").read_text("utf-8"))

OPENINGS: dict[str, dict[str, list[str]]] = _LINES["openings"]
# The first pattern that matches what the business wrote decides the answer; one line for each later turn.
ANSWERS: dict[str, dict[str, list[str]]] = _LINES["answers"]
ASKED: dict[str, str] = _LINES["asked"]
GREETINGS: dict[str, str] = _LINES["greetings"]
REGARDS: dict[str, str] = _LINES["regards"]
