"""Ids that leave the system."""

import time

from services.core.ids import hash_secret, new_id, new_secret


def test_ids_are_unique_named_and_sort_by_birth():
    made = []
    for _ in range(50):
        made.append(new_id("lead"))
        time.sleep(0.0011)
    assert len(set(made)) == 50
    assert made == sorted(made)
    assert all(one.startswith("lead_") and len(one) == 31 for one in made)


def test_secrets_are_long_and_kept_as_hashes():
    secret = new_secret()
    assert len(secret) >= 43
    assert secret != new_secret()
    assert hash_secret(secret) == hash_secret(secret)
    assert len(hash_secret(secret)) == 64
    assert secret not in hash_secret(secret)
