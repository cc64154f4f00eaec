"""What axe finds wrong with a page's accessibility, by every rule that it has."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe

# Axe keeps what is private to its objects in weak maps, of which it makes many thousands, takes the same few colours
# apart again for every word of a page, and looks for what it remembers in lists, from their beginnings. That is more
# than half of its time; a property, a list of colours and a map say the same.
QUICK = """((WeakMap, WeakSet, remembered) => {
  %s
  const { prototype } = axe.commons.color.Color, parse = prototype.parseString, known = new Map();
  prototype.parseString = function (text) {
    if (!known.has(text)) {
      parse.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})(...Array.from({ length: 2 }, () => class {
  constructor() { this.key = Symbol(); }
  has(one) { return this.key in one; }
  get(one) { return one[this.key]; }
  set(one, value) { one[this.key] = value; return this; }
  add(one) { return this.set(one, true); }
  delete(one) { return delete one[this.key]; }
}), (make) => {
  const last = make.length - 1;
  let known = new Map();
  const recall = function (...given) {
    let place = known;
    for (let one = 0; one < last; one++) {
      if (!place.has(given[one])) place.set(given[one], new Map());
      place = place.get(given[one]);
    }
    const key = last < 0 ? undefined : given[last];
    if (!place.has(key)) {
      const made = make.apply(this, given);
      place.set(key, made);
      return made;
    }
    return place.get(key);
  };
  recall.clear = () => { known = new Map(); };
  return recall;
})"""
MEMO = re.compile(r"\(0,\w+\.default\)(?=\((\w+)\),axe\._memoizedFns\.push\(\1\))")
# What stands in the page's source is written down only where something is found, of which it is asked again.
RUN = """(async () => {
  const ask = async (noHtml) => {
    axe._audit.noHtml = noHtml;
    return (await axe.run({ resultTypes: ["violations"] })).violations;
  };
  const found = await ask(true);
  return found.length ? await ask(false) : found; })()"""


@cache
def script() -> str:
    """Axe's own script, with quicker ways to remember."""
    quick, count = MEMO.subn("remembered", str(Axe().axe_script))
    assert count == 1, "axe remembers in a way of its own"
    return QUICK % quick


def faults(page: Any) -> list[str]:
    """The faults that axe finds on an open page, each with the rule and the element; every frame is read too."""
    page.evaluate(script())
    return [f"{fault['id']}: {node['html'][:160]}" for fault in page.evaluate(RUN) for node in fault["nodes"]]
