"""Where one can go. Only what works is listed."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData


@dataclass(frozen=True)
class Place:
    """One entry of the side bar; `under` is the path prefix that fills it, the link itself when empty.

    `narrow` is the link in the drawer of narrow windows, where it differs.
    """

    words: str
    icon: str
    link: str
    under: str = ""
    number: Any = None
    loud: bool = False
    narrow: str = ""

    @property
    def prefix(self) -> str:
        return self.under or self.link


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    words: str
    icon: str
    places: tuple[Place, ...]


PATH = rx.Var(
    "pathname",
    _var_type=str,
    _var_data=VarData(
        hooks={"const { pathname } = useLocation();": None},
        imports={"react-router": [ImportVar(tag="useLocation")]},
    ),
).to(str)
"""The path in the address bar, known without asking the server."""
