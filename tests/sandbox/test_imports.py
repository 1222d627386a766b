import ast
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "services" / "sandbox"
ALLOWED = ("services.core", "services.sandbox")


def test_the_sandbox_shares_nothing_with_the_code_it_tests() -> None:
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert not name.startswith("services") or name.startswith(ALLOWED), f"{path.name} imports {name}"
