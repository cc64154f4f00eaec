"""The scripts that a build runs are thin, and keep what they make under the key of all that makes it."""

from __future__ import annotations

import re

from built import ROOT
from momentum.store.keys import PACKAGE, own

SCRIPTS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "gen").glob("*.py"))}


def test_a_script_is_thin() -> None:
    assert len(SCRIPTS) > 10
    assert not [name for name, text in SCRIPTS.items() if len(text.splitlines()) > 30]


def test_what_a_script_keeps_it_keeps_under_the_key_of_all_that_makes_it() -> None:
    kept = {name: text for name, text in SCRIPTS.items() if "keys.key(" in text}
    assert {*kept} == {"explorer.py"}
    for text in kept.values():
        (module,) = re.findall(r'^made_by = "([\w.]+)"$', text, re.MULTILINE)
        assert text.count("keys.key(made_by") == text.count("keys.key(")
        makers = re.findall(r"^ +from ([\w.]+) import (\w+)$", text, re.MULTILINE)
        assert makers
        files = own().reads(module).files
        for package, name in makers:
            assert PACKAGE.parent / f"{package.replace('.', '/')}/{name}.py" in files
        assert PACKAGE / "chapters/_presets.py" in files
