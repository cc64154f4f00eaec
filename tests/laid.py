"""What lies where it should not on a page as it is laid out: scripts that a visit runs at some of its widths."""

from __future__ import annotations

# Figures, and the first sign of the widest line of formulas that are aligned, that begin away from the text's edge.
EDGES = """(() => {
  const edge = document.querySelector(".sm-page > h1, .sm-page > .sm-lead").getBoundingClientRect().left;
  const found = [...document.querySelectorAll(".sm-page > .sm-figure")]
    .map((one) => [one.id, one.getBoundingClientRect().left - edge]);
  for (const table of document.querySelectorAll(".sm-page > .sm-formula > math > mtable")) {
    const signs = [...table.children].map((row) => row.querySelector(":scope > mtd > *"));
    found.push([table.textContent, Math.min(...signs.map((one) => one.getBoundingClientRect().left)) - edge]);
  }
  return found.filter(([, far]) => Math.abs(far) > 6) })()"""
# A chip, the name of a row or a number in a figure's data that is in two lines; a button that lies on a line of code.
APART = """(() => {
  const found = [...document.querySelectorAll(".sm-page :is(.sm-minimum, tbody tr > :first-child > a:only-child)")]
    .filter((one) => one.getClientRects().length > 1).map((one) => one.textContent);
  for (const table of document.querySelectorAll(".sm-data table")) {
    const {lineHeight, paddingBlockStart} = getComputedStyle(table.querySelector("td"));
    const most = 1.8 * parseFloat(lineHeight) + 2 * parseFloat(paddingBlockStart);
    for (const row of table.tBodies[0].rows)
      if (row.offsetHeight > most) for (const cell of row.querySelectorAll("td"))
        if (cell.offsetHeight > most && !/[a-z]/.test(cell.textContent)) found.push(cell.textContent);
  }
  for (const button of document.querySelectorAll(".sm-page .sm-copy")) {
    const code = button.closest(".highlight").querySelector("code"), range = document.createRange();
    range.selectNodeContents(code);
    const {left, right, bottom} = button.getBoundingClientRect();
    const lies = (line) => line.width && line.top < bottom - 1 && line.right > left && line.left < right;
    if ([...range.getClientRects()].some(lies))
      found.push(`Copy on ${code.textContent.slice(0, 40)}`);
  }
  return found })()"""
# Roots that keep room behind what stands under them, words of a table's links that are in two lines, and lines below a
# figure whose parts are not at one height.
UNEVEN = """(() => {
  const folds = [...document.querySelectorAll("figure details[open]")];
  for (const fold of folds) fold.open = false;
  const found = [...document.querySelectorAll(".sm-page msqrt")]
    .filter((one) => one.getBoundingClientRect().right - one.lastElementChild.getBoundingClientRect().right > .5)
    .map((one) => `the root of ${one.textContent}`);
  for (const link of document.querySelectorAll(".sm-page .sm-table:not([aria-label$='held by']) a"))
    for (const text of [...link.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE))
      for (const {0: word, index} of text.data.matchAll(/\\w+/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (range.getClientRects().length > 1) found.push(`the word ${word}`);
      }
  for (const row of document.querySelectorAll(".sm-more")) {
    const parts = [...row.querySelectorAll(":scope > details > summary, :scope > .sm-live")]
      .filter((one) => getComputedStyle(one).position === "static" && !one.closest("[open]"))
      .map((one) => (({top, bottom}) => (top + bottom) / 2)(one.getBoundingClientRect()));
    if (Math.max(...parts) - Math.min(...parts) > 1) found.push(`below ${row.closest("figure").id}`);
  }
  for (const fold of folds) fold.open = true;
  return found })()"""
# Every figure rests at its end; none waits for a guess. A word has the height of its letters, not of its line. Words
# that are turned stand along a curve on purpose; contours, hairlines and the tracks of memory lie under words as the
# ground does. Only of paths near a word is it asked where each of their points is, which takes an engine long.
MET = """(() => {
  const found = new Set(), seen = (one) => {
    const style = getComputedStyle(one);
    return style.visibility === "visible" && style.opacity !== "0" && style.display !== "none";
  };
  for (const one of document.querySelectorAll(".sm-waiting")) one.classList.remove("sm-waiting");
  for (const svg of document.querySelectorAll(":is(.sm-figure, .sm-cards) .sm-panel > svg")) {
    const player = svg.closest("sm-player"), name = svg.closest(".sm-figure, .sm-cards a").id || "a card";
    if (player && player.step < player.querySelector("input[type=range]").max)
      player.seek(player.querySelector("input[type=range]").max);
    const whole = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].filter(seen).map((text) => {
      const {a, b} = text.getScreenCTM(), box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b), middle = (box.top + box.bottom) / 2;
      return {text: text.textContent, turned: Math.abs(b) > 1e-6, left: box.left + 1, right: box.right - 1,
        top: middle - .3 * size, bottom: middle + .36 * size};
    }).filter(({left, right, turned}) => right > left && !turned);
    const meet = (one, other) => one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom;
    words.forEach((one, place) => words.slice(0, place).filter((other) => meet(one, other))
      .forEach((other) => found.add(`${name}: ${one.text} / ${other.text}`)));
    for (const path of svg.querySelectorAll("path")) {
      const box = path.getBoundingClientRect(), near = words.filter((one) => one.left <= box.right + 1
        && box.left <= one.right + 1 && one.top <= box.bottom + 1 && box.top <= one.bottom + 1);
      if (!near.length || path.closest(".s-contour, .s-hairline, .memory, .ghost, .flash, defs, clipPath")) continue;
      if (getComputedStyle(path).stroke === "none" || !seen(path) || !path.getTotalLength()) continue;
      const {a, b, c, d, e, f} = path.getScreenCTM(), length = path.getTotalLength();
      const cut = path.closest("[clip-path]");
      const room = cut ? document.getElementById(cut.getAttribute("clip-path").slice(5, -1)).firstElementChild : null;
      const inside = room ? ({x, y}) => x >= room.x.baseVal.value && y >= room.y.baseVal.value
        && x <= room.x.baseVal.value + room.width.baseVal.value && y <= room.y.baseVal.value + room.height.baseVal.value
        : () => true;
      const parts = Math.min(3000, Math.ceil(length * Math.hypot(a, b) / 1.5)), hits = new Map();
      for (let part = 0; part <= parts; part++) {
        const local = path.getPointAtLength(length * part / parts);
        if (!inside(local)) continue;
        const x = a * local.x + c * local.y + e, y = b * local.x + d * local.y + f;
        if (x < whole.left || x > whole.right || y < whole.top || y > whole.bottom) continue;
        for (const one of near)
          if (x > one.left && x < one.right && y > one.top && y < one.bottom) hits.set(one, (hits.get(one) ?? 0) + 1);
      }
      for (const [one, count] of hits)
        if (count > 1) found.add(`${name}: ${one.text} on a line ${path.getAttribute("class") ?? ""}`);
    }
  }
  return [...found] })()"""

# Lines of code and tables that a wide page does not show whole.
CUT = """[...document.querySelectorAll(".sm-page :is(pre > code, .sm-table)")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.trim().slice(0, 60))"""
# Formulas that are wider than there is room for.
LONG = """[...document.querySelectorAll(".sm-page .sm-formula")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""

# From 700 px on, panels stand side by side: there they are narrowest.
# Name -> the script, which gives a list of what is wrong, and the widths at which it is asked.
LAID = {
    "edges": (EDGES, (1440,)),
    "apart": (APART, (1440, 768, 390, 320)),
    "uneven": (UNEVEN, (1440, 390)),
    "cut": (CUT, (1440,)),
    "long": (LONG, (1440, 390, 320)),
    "met": (MET, (1440, 700, 390, 320)),
}
