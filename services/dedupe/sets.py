"""Any set of records put into clusters: what `measure` runs, and the same rules that contacts are judged by."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from services.dedupe.clusters import Pair, clusters
from services.dedupe.evidence import Prepared
from services.dedupe.fields import fields_of, prepare
from services.dedupe.keys import keys
from services.dedupe.model import Model
from services.dedupe.roles import Role, roles_of

ALL_PAIRS = 1_200  # so few records are compared each with each
MOST_IN_BLOCK = 120
_ROUNDS = 12
_FAINT = -2.0  # pairs below are not kept: they count as never compared
_MOST_SOURCES = 5
_CLEAN = 0.2


def cluster_records(records: Sequence[Mapping[str, object]]) -> list[int]:
    """For each record the position of its cluster's first record; needs no labels, learns chance from the records."""
    roles = roles_of(records)
    fields = fields_of(roles)
    prepared = [prepare(fields, record) for record in records]
    model = Model.of(fields, prepared)
    weights: dict[Pair, float] = {}
    for one, other in _pairs(model, prepared):
        bits = model.bits(prepared[one], prepared[other])
        if bits > _FAINT:
            weights[one, other] = bits
    sources = _sources(roles, records)
    labels = dict(enumerate(sources)) if _clean_sources(weights, sources) else None
    needed = rarity(weights.values(), len(records))
    found = clusters({pair: bits - needed for pair, bits in weights.items()}, labels=labels)
    return [found.get(place, place) for place in range(len(records))]


def rarity(bits: Iterable[float], records: int) -> float:
    """The bits that a pair needs to be even odds: how rare matches are, by expectation maximisation over all pairs."""
    kept = list(bits)
    pairs = max(records * (records - 1) / 2, 1.0)
    share = 1.0 / max(records, 2)
    for _ in range(_ROUNDS):
        odds = share / (1 - share)
        matches = sum(1 / (1 + 2.0 ** -min(weight + math.log2(odds), 60.0)) for weight in kept)
        share = min(max(matches, 0.5) / pairs, 0.5)
    return -math.log2(share / (1 - share))


def _pairs(model: Model, prepared: Sequence[Prepared]) -> Iterator[Pair]:
    if len(prepared) <= ALL_PAIRS:
        yield from combinations(range(len(prepared)), 2)
        return
    blocks: dict[int, list[int]] = defaultdict(list)
    for place, record in enumerate(prepared):
        for key in keys(model.fields, record):
            blocks[key].append(place)
    seen: set[int] = set()
    for block in blocks.values():
        if len(block) <= MOST_IN_BLOCK:
            for one, other in combinations(block, 2):
                number = one * len(prepared) + other
                if number not in seen:
                    seen.add(number)
                    yield one, other


def _sources(roles: Mapping[str, Role], records: Sequence[Mapping[str, object]]) -> list[str]:
    name = next((field for field, role in roles.items() if role is Role.SOURCE), "")
    found = [str(record.get(name) or "") for record in records] if name else []
    return found if 2 <= len(set(found)) <= _MOST_SOURCES else []


def _clean_sources(weights: Mapping[Pair, float], sources: Sequence[str]) -> bool:
    """Whether each source seems to hold nobody twice: nearly all strong pairs are across sources."""
    if not sources:
        return False
    needed = math.log2(len(sources)) + 4
    strong = [sources[one] == sources[other] for (one, other), bits in weights.items() if bits > needed]
    return bool(strong) and sum(strong) < _CLEAN * len(strong)
