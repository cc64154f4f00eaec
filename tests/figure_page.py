"""A page of figures alone, as tests of the player see it: the extension's HTML, the style sheets and the script."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import markdown

from momentum.authoring.figures import FigureExtension
from momentum.build import build
from momentum.site.tokens import stylesheet
from tools import fonts

ASSETS = Path(__file__).resolve().parent.parent / "docs" / "assets"
FRAME = """<!doctype html><html lang="en" class="no-js"><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
@font-face{{font-family:"Source Sans 3";src:url({face});font-weight:200 900}}
{tokens}body{{margin:0 auto;max-width:{width}px;padding:16px;background:var(--fig-page);color:var(--fig-ink);
font:19px/1.6 "Source Sans 3"}}{css}</style>
<script>document.documentElement.classList.replace("no-js","js");
if(!matchMedia("(prefers-reduced-motion: reduce)").matches)document.documentElement.classList.add("sm-wait");
addEventListener("load",()=>{{if(!customElements.get("sm-player"))document.documentElement.classList.remove("sm-wait")}})</script>
<body data-md-color-scheme="default"><main>{body}</main><script type="module">{script}</script>"""

# Six figures beside one another without their words, and how many frames they are shown in for a while, and a second.
GRID = """body{max-width:none!important}main{display:grid;grid-template-columns:repeat(3,1fr)}
h1,p,figcaption{display:none}"""
FRAMES = """async (play) => {
  for (const player of document.querySelectorAll('sm-player')) { player.seek(0); if (play) player.play(); }
  const frame = () => new Promise(requestAnimationFrame);
  await frame(); const begin = await frame(); let now = begin, n = 0;
  while (now - begin < 1500) { now = await frame(); n++ }
  for (const player of document.querySelectorAll('sm-player')) player.pause();
  return [n, 1000 * n / (now - begin)] }"""


def script() -> str:
    """The player's modules in one, since a file may not import another."""
    texts = ((ASSETS / f"{name}.js").read_text("utf-8") for name in ("clock", "controls", "steps", "player"))
    return re.sub(r"^import .*$|^export (?=class|const)", "", "\n".join(texts), flags=re.M)


def html(text: str, *, width: int = 1180, **lookup: Any) -> str:
    """Markdown with figures -> a whole page that needs nothing but the shipped face."""
    body = markdown.markdown(text, extensions=[FigureExtension(**lookup)])
    return FRAME.format(
        face=escape((fonts.WHOLE / "source-sans-3.woff2").as_uri()),
        tokens=stylesheet(),
        css=(ASSETS / "figure.css").read_text("utf-8"),
        script=script(),
        body=body,
        width=width,
    )


def write(folder: Path, *names: str, **options: Any) -> str:
    """The address of a page that shows these built figures in turn."""
    for name in names:
        build.find(name)
    target = folder / f"{'-'.join(names)[:60]}-{len(names)}.html"
    text = "\n\n".join(f"# Heading {n}\n\n![](figures/{name}.svg)\n\nText." for n, name in enumerate(names))
    target.write_text(html(text, **options), "utf-8")
    return target.as_uri()
