"""The arrays say the same as sets of keys would."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from services.dedupe.blocks import MOST_IN_BLOCK, Blocks

KEYS = st.sets(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 5), max_size=6)


def _blocks(contacts: list[set[int]]) -> Blocks:
    blocks = Blocks()
    for keys in contacts:
        blocks.add(keys)
    return blocks


@given(st.lists(KEYS, max_size=20))
def test_every_pair_that_shares_a_key_is_found_once(contacts: list[set[int]]) -> None:
    places = range(len(contacts))
    wanted = {low * len(contacts) + high for low, high in combinations(places, 2) if contacts[low] & contacts[high]}
    blocks = _blocks(contacts)
    assert blocks.pairs().tolist() == sorted(wanted)
    assert [set(blocks.of(place)) for place in places] == contacts


def test_what_too_many_share_is_passed_over() -> None:
    shared = [{7} for _ in range(MOST_IN_BLOCK)]
    assert len(_blocks(shared).pairs()) == MOST_IN_BLOCK * (MOST_IN_BLOCK - 1) // 2
    assert len(_blocks([*shared, {7}]).pairs()) == 0
