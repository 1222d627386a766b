"""Argon2id hashes, made and checked on two threads of their own: each takes ~50 ms and 64 MiB."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="passwords")


@cache
def _nobody() -> str:
    """The hash that stands in for an unknown person's, so that both answers take as long."""
    return _HASHER.hash("nobody has this password")


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def hash_password(password: str) -> str:
    """An Argon2id hash with its parameters and salt inside."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), _HASHER.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Whether `password` made `stored`; None (no such person) takes as long and is False."""

    def check() -> bool:
        return _verify(stored or _nobody(), password) and stored is not None

    return await asyncio.get_running_loop().run_in_executor(_threads(), check)
