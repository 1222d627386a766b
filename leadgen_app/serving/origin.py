"""Makes one build of the pages work at any address.

Reflex bakes the backend's address into the JavaScript. The build is made with a placeholder in its place, and here
the finished bundle is told to ask the browser where it came from.
"""

import re
from pathlib import Path
from typing import Unpack

import reflex as rx
from reflex_base.plugins.base import PostBuildContext

from leadgen_app.serving import PLACEHOLDER

_QUOTED = re.compile(r"""(["'`])(ws|http)://origin\.leadgen\.invalid(/[^"'`]*)\1""")


def _from_browser(match: re.Match[str]) -> str:
    _quote, scheme, path = match.groups()
    origin = "location.origin" + ('.replace("http","ws")' if scheme == "ws" else "")
    return f'({origin}+"{path}")'


class OwnOriginPlugin(rx.plugins.Plugin):
    """Runs once a production build is complete."""

    def post_build(self, **context: Unpack[PostBuildContext]) -> None:
        """Raises RuntimeError when a placeholder would be left in what browsers load."""
        left = 0
        for script in Path(context["static_dir"]).rglob("*.js"):
            text = script.read_text()
            if PLACEHOLDER.partition("//")[2] in text:
                text = _QUOTED.sub(_from_browser, text)
                script.write_text(text)
                left += text.count(PLACEHOLDER.partition("//")[2])
        if left:
            raise RuntimeError("The build names the placeholder address in a form that cannot be replaced.")
