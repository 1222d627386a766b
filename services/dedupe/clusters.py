"""Clusters: records joined while the evidence between the groups, taken together, is for it.

A chain of near matches does not pull in a record that contradicts the others: pairs that were never near count against.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]
MOST_FOR, MOST_AGAINST = 8.0, -8.0


def clusters(
    weights: Mapping[Pair, float], *, against: float = -3.0, labels: Mapping[int, str] | None = None
) -> dict[int, int]:
    """Record → the lowest record of its cluster, for all records that occur in `weights`.

    `weights` is evidence in bits above the decision's threshold for pairs (low, high); a pair it does not hold weighs
    `against`. Records with the same label are never in one cluster.
    """
    between: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), weight in weights.items():
        between[one][other] = between[other][one] = max(MOST_AGAINST, min(MOST_FOR, weight))
    kinds = {record: {labels[record]} if labels and record in labels else set[str]() for record in between}
    members = dict.fromkeys(between, 1)
    head = {record: record for record in between}
    version = dict.fromkeys(between, 0)
    queue = [
        (-weight, one, other, 0, 0)
        for one, near in between.items()
        for other, weight in near.items()
        if one < other and weight > 0
    ]
    heapq.heapify(queue)
    while queue:
        _value, one, other, seen, seen_other = heapq.heappop(queue)
        if version.get(one) != seen or version.get(other) != seen_other:
            continue
        if kinds[one] & kinds[other]:
            continue
        kinds[one] |= kinds.pop(other)
        near, near_other = between.pop(one), between.pop(other)
        size, size_other = members.pop(one), members.pop(other)
        del version[other], near[other], near_other[one]
        version[one] += 1
        members[one] = size + size_other
        merged = {
            third: near.get(third, against * size * members[third])
            + near_other.get(third, against * size_other * members[third])
            for third in near.keys() | near_other.keys()
        }
        head[other] = one
        between[one] = merged
        for third, total in merged.items():
            around = between[third]
            around.pop(other, None)
            around[one] = total
            mean = total / (members[one] * members[third])
            if mean > 0:
                low, high = min(one, third), max(one, third)
                heapq.heappush(queue, (-mean, low, high, version[low], version[high]))
    return {record: _root(head, record) for record in head}


def _root(head: dict[int, int], record: int) -> int:
    while head[record] != record:
        record = head[record]
    return record
