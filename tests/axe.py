"""What axe finds wrong with a page's accessibility, by every rule that it has."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

# Axe keeps what is private to its objects in weak maps, of which it makes many thousands, and takes the same few
# colours apart again for every word of a page. That is half of its time; a property and a list of colours say the same.
QUICK = """((WeakMap, WeakSet) => {
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
}))"""


def faults(page: Any, script: str = QUICK % Axe().axe_script) -> list[str]:
    """The faults that axe finds on an open page, each with the rule and the element; every frame is read too."""
    page.evaluate(script)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)")
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]
