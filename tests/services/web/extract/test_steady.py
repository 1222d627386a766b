"""A page gives the same facts in every process, whatever order sets have there."""

import os
import subprocess
import sys

from services.core.settings import ROOT

PAGE = (
    "<title>Contact</title><p>Northgate Foods and Southgate Mills</p>"
    "<p>ravi@northgate.in asha@southgate.in info@westgate.in</p><p>Westgate Traders</p>"
)


def test_equal_votes_end_alike_in_every_process() -> None:
    code = f"from services.web.extract import read_page; print(read_page({PAGE!r}).companies)"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(seen) == 1
    assert "gate" in seen.pop()
