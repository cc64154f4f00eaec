// What a reader takes along: a link, the run in Python, the picture as SVG, and the code of a frame for another page.

import { attributes, button, element } from "./controls.js";
import { fill, python, query } from "./state.js";

const PAGE = new URL("../../explorer/", import.meta.url);
const PAINT = ["fill", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity", "font-size", "font-weight", "paint-order"];

export const address = (state, base = PAGE) => { const to = new URL(base); to.search = query(state); return to.href; };

const frame = (words, state) => `<iframe src="${address(state, new URL("embed.html", PAGE)).replaceAll("&", "&amp;")}" width="100%" height="760" style="border:0" title="${words.frame}" loading="lazy"></iframe>`;

// The map as one file of its own: what the style sheet says is written onto every shape.
export const picture = (plane) => {
  const { width, height } = plane.host.getBoundingClientRect();
  const copies = plane.svgs.map((svg) => {
    const copy = svg.cloneNode(true), shapes = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((made, i) => {
      const style = getComputedStyle(shapes[i]);
      for (const name of PAINT) made.setAttribute(name, style.getPropertyValue(name));
      for (const name of ["class", "style"]) made.removeAttribute(name);
    });
    attributes(copy, { width, height });
    return copy;
  });
  const inside = copies.map((copy) => new XMLSerializer().serializeToString(copy)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Source Sans 3, system-ui, sans-serif">${inside}</svg>\n`;
};

const save = (content, name) => {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type: "image/svg+xml" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

// The row of buttons; what was copied stands beside them as text too, for whoever has no clipboard.
export const shareRow = (model, state, plane) => {
  const { words } = model;
  const said = element("p.said"), shown = element("textarea", { readOnly: true, hidden: true, rows: 6, ariaLabel: "What was copied" });
  said.setAttribute("role", "status");
  const copy = (what, make) => button(`Copy ${what}`, async () => {
    shown.value = make();
    shown.hidden = false;
    try {
      await navigator.clipboard.writeText(shown.value);
      said.textContent = fill(words.copied, { what });
    } catch {
      shown.select();
      said.textContent = words.refusedCopy;
    }
  }, { className: "mx-link" });
  const row = element("div.share", {},
    copy("link", () => address(state())), copy("Python", () => python(model, state())),
    button("Download SVG", () => save(picture(plane), `${state().loss}.svg`), { className: "mx-link" }), copy("embed code", () => frame(words, state())), said, shown);
  return row;
};
