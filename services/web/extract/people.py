"""People with titles: a name beside a word that says what somebody does."""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.web.extract.document import Document
from services.web.extract.facts import Person
from services.web.extract.names import is_known_name, is_name, names_in
from services.web.extract.structured import Structured

_ROLES = """
owner founder cofounder co-founder proprietor partner director manager president chairman chairwoman chairperson
chair chief ceo cfo coo cto cmo cio vp evp svp head principal dean mayor councilmember councilman secretary
treasurer engineer architect consultant advisor adviser attorney lawyer counsel paralegal broker realtor agent
sales representative coordinator administrator assistant associate supervisor specialist technician dentist
hygienist doctor physician surgeon therapist nurse teacher professor trainer instructor chef designer developer
analyst accountant auditor officer executive leader lead editor writer producer receptionist carpenter foreman
estimator rdh dds dmd mds bds mbbs efda superintendent commissioner librarian clerk planner recruiter buyer
controller bookkeeper marketing operations trustee advocate solicitor barrister notary veterinarian photographer
orthodontist prosthodontist endodontist periodontist pharmacist pathologist radiologist dermatologist cardiologist
pediatrician paediatrician gynaecologist gynecologist physiotherapist psychologist psychiatrist nutritionist dietician
dietitian optometrist ophthalmologist homeopath surveyor valuer stylist beautician tutor lecturer registrar contractor
"""
_TITLE_WORD = re.compile(rf"(?i)\b(?:{'|'.join(_ROLES.split())})\b")
_ENDS_IN_ROLE = re.compile(rf"(?i)\b(?:{'|'.join(_ROLES.split())})$")
_NOT_TITLE = re.compile(
    r"(?i)[!?@]|https?:|\b(?:click|read more|our|your|we|you|is|are|was|has|will|please|contact us|call)\b|\d{3}"
)
_SEPARATED = re.compile(r"\s*[,|–—•\t:(]\s*|\s+-\s+")
_CREDENTIALS = re.compile(
    r"(?:,?\s+(?:[A-Z]{2,5}|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|Ph\.?D\.?|Jr\.?|Sr\.?|III?|IV|Esq\.?|CPA|MBA)){1,4}$"
)
_LONGEST_TITLE = 70
_LONGEST_LINE = 200


def read_people(document: Document, structured: Structured) -> list[Person]:
    """Distinct people, those that the page marks up first; a name without a title needs a common first name."""
    found: dict[str, Person] = {}
    for person in structured.people:
        if is_name(person.name):
            found.setdefault(person.name.lower(), person)
    for person in _written(document.lines):
        known = found.get(person.name.lower())
        if known is None or (person.title and not known.title):
            found[person.name.lower()] = person
    return list(found.values())


def _written(lines: list[str]) -> Iterator[Person]:
    for index, line in enumerate(lines):
        if len(line) > _LONGEST_LINE:
            yield from _in_prose(line)
        else:
            below = lines[index + 1] if index + 1 < len(lines) else ""
            yield from _remembered(line, below if len(below) <= _LONGEST_LINE else "")


@lru_cache(maxsize=4096)
def _remembered(line: str, below: str) -> tuple[Person, ...]:
    """The lines of a site's frame are the same on each of its pages."""
    return (*_in_line(line, below), *_in_prose(line))


def _in_line(line: str, below: str) -> Iterator[Person]:
    parts = [part.strip(" .") for part in _SEPARATED.split(line) if part.strip(" .")]
    for place, part in enumerate(parts[:6]):
        name = _CREDENTIALS.sub("", part)
        if not is_name(name):
            continue
        beside = [*parts[place + 1 : place + 2], *(parts[place - 1 : place] if place else [])]
        title = next((text for text in beside if is_title(text)), "")
        if not title and place == len(parts) - 1 and is_title(below):
            title = below
        if title or is_known_name(name) or _is_honoured(name):
            yield Person(name, title.strip(" ,.:;-"))


def _in_prose(line: str) -> Iterator[Person]:
    """ "… said Asha Rao, managing director of …" inside a sentence."""
    for _start, end, name in names_in(line):
        after = re.match(
            r"\s*(?:,|\(|–|—|is (?:the|our)|as)\s*(?:the |our )?([A-Za-z&/ -]{3,60})", line[end : end + 80]
        )
        if after and is_title(words := re.split(r"\s+(?:of|at|for|and|with|who|to|in)\s", after[1])[0]):
            yield Person(name, words.strip())
        elif is_known_name(name) or _is_honoured(name):
            yield Person(name)


def is_title(text: str) -> bool:
    """Whether a short text says what somebody does and nothing else."""
    text = text.strip(" \t,.:;-")
    return (
        2 <= len(text) <= _LONGEST_TITLE
        and bool(_TITLE_WORD.search(text))
        and not _NOT_TITLE.search(text)
        and not (is_name(text) and not _ENDS_IN_ROLE.search(text))
    )


def _is_honoured(text: str) -> bool:
    return bool(re.match(r"(?:.*\s)?(?:Dr|Mr|Mrs|Ms|Prof|Shri|Smt)\.?\s", text))
