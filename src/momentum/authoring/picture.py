"""A figure's picture as HTML: its panels, the place of its controls, what it says at a moment, and its main steps."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from momentum.store.record import Record, Table
from momentum.store.ties import tied

POWER = re.compile("(?<=10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
# What the player needs of a record, and what it can use: the seconds at which steps are reached, and what happens when.
CLOCK, MORE = ("steps", "seconds", "tick", "readouts"), ("times", "events", "moments")


def powers(text: str) -> str:
    """A text with its powers of ten as superscripts, as prose has them."""
    return POWER.sub(lambda m: f"<sup>{m[0].translate(PLAIN)}</sup>", text)


def raised(text: str) -> str:
    """Escapes a value for HTML, its powers of ten as superscripts."""
    return powers(escape(text))


def words(record: Record, tick: int) -> str:
    """What the figure says at a tick: the step and each method's value, every place as wide as its longest text.

    The player writes the same, so nothing moves when it takes over. Names are for listeners, unless a colour stands
    for two runs.
    """
    readouts = record["readouts"]
    named = "" if len({r["role"] for r in readouts}) < len(readouts) else ' class="sm-hidden"'
    moments = record.get("moments")
    called = "" if moments else f"{escape(record['tick'])} "
    now = escape(moments[tick]) if moments else str(tick)
    widest = max(map(len, moments)) if moments else len(record["tick"]) + len(str(record["steps"])) + 1
    parts = [f'<span style="--n:{widest}">{called}<b>{now}</b></span>']
    for readout in readouts:
        # "x −2" would be read as a subtraction.
        equals = " =" if len(readout["unit"]) == 1 and readout["unit"].isalpha() else ""
        longest = max(map(len, readout["values"])) + len(readout["unit"]) + len(equals) + 2
        longest += 0 if named else len(readout["name"])
        parts.append(
            f'<span data-role="{readout["role"]}" style="--n:{longest}"><span{named}>{escape(readout["name"])}: </span>'
            f"{escape(readout['unit'])}{equals} <span>{raised(readout['values'][tick])}</span></span>"
        )
    return "".join(parts)


def leads(record: Record) -> list[str]:
    """How a figure begins, as classes: with a map as wide as its card, and with the only map that it has."""
    panels = record["panels"]
    maps = [panel for panel in panels if "sm-map" in panel.get("looks", "").split()]
    if maps[:1] != panels[:1] or not maps:
        return []
    return ["sm-led"] * (maps[0]["span"] == "full") + ["sm-lone"] * (len(maps) == 1)


def card(record: Record, identifier: str, alt: str) -> str:
    """The card of a figure as HTML: its panels, and the place of the controls (a pause switch until scripts run)."""
    prefix = f"{record['name']}__"
    panels = "".join(
        f'<div class="{" ".join(filter(None, ("sm-panel", "sm-" + panel["span"], panel.get("looks"))))}">'
        + panel["svg"].replace(prefix, f"{identifier}-")
        + "</div>"
        for panel in record["panels"]
    )
    picture = f'<div class="sm-panels" role="img" aria-label="{escape(alt)}">{panels}</div>'
    if not record["steps"]:
        return f'<div class="sm-card">{picture}</div>'
    plain: dict[str, Any] = {**record}
    clock = {key: plain[key] for key in (*CLOCK, *MORE) if key in CLOCK or plain.get(key)}
    data = escape(json.dumps(clock, ensure_ascii=False, separators=(",", ":")))
    said = words(record, record["steps"])
    return (
        f'<sm-player class="sm-card" data-clock="{data}" data-title="{escape(record["title"])}">{picture}'
        f'<div class="sm-controls"><div class="sm-bar"><label class="sm-switch">'
        f'<input class="sm-pause" type="checkbox"><span class="sm-when-moving">Pause the animation</span>'
        f'<span class="sm-when-still">Play the animation</span></label></div>'
        f'<div class="sm-words">{said}</div></div></sm-player>'
    )


def data(title: str, table: Table) -> str:
    """The main steps of a figure as an HTML table that scrolls by itself."""
    head = "".join(f'<th scope="col">{escape(tied(f"{cell} ").strip())}</th>' for cell in table["head"])
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{raised(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in table["rows"]
    )
    return (
        f'<div class="sm-scroll" tabindex="0" role="region" aria-label="Main steps: {escape(title)}">'
        f'<table class="sm-steps"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
