"""The sizes of marks and the colours of every role as CSS variables, for both schemes and readers without scripts."""

from momentum.authoring.directives import CHIPS
from momentum.rendering import markers
from momentum.rendering.style import paints, variables


def stylesheet() -> str:
    """`--fig-<role>` for the light scheme, the dark one, and the dark one where only the system's wish is known.

    The classes by which figures name their paints follow.
    """
    light, dark = variables("light"), variables("dark")
    return (
        f":root{{{markers.variables()}}}\n"
        f":root,[data-md-color-scheme=default]{{color-scheme:light;{light}}}\n"
        f"[data-md-color-scheme=slate]{{color-scheme:dark;{dark}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{.no-js [data-md-color-scheme]{{color-scheme:dark;{dark}}}}}\n"
        f"@media print{{:root,[data-md-color-scheme]{{color-scheme:light;{light}}}}}\n"
        f"{paints('.sm-panel ')}\n{_words()}\n"
    )


def _words() -> str:
    """The colours of chips and of the words beside a figure's losses: every role that a method or a chip has."""
    return "".join(
        f".md-typeset .sm-{role},.sm-words>span[data-role={role}]{{color:var(--fig-{role})}}"
        for role in dict.fromkeys(CHIPS.values())
    )
