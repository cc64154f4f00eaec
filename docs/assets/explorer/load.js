// Brings the explorer to a page where one stands, when it is near, and into a figure whose wheel is taken.

let coming;

const link = (rel, name, more) => new Promise((onload) => {
  document.head.append(Object.assign(document.createElement("link"), { rel, href: new URL(name, import.meta.url), onload, onerror: onload, ...more }));
});

// All that it takes is asked for at once, and not each part when the one before has said that it needs it.
const PARTS = "charts controls frame layout model plane ratemap share state theory";
export const bring = () => (coming ??= (async () => {
  for (const part of PARTS.split(" ")) link("modulepreload", part + ".js");
  const styled = link("stylesheet", "explorer.css"), data = fetch(new URL("model.json", import.meta.url)), { Explorer } = await import("./explorer.js");
  Explorer.model = await (await data).json();
  await styled;
  customElements.define("momentum-explorer", Explorer);
})().catch((error) => { coming = null; throw error; }));

const near = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  near.disconnect();
  bring();
}, { rootMargin: "600px" });
for (const one of document.querySelectorAll("momentum-explorer")) near.observe(one);

// The figure's own ground: its map without runs, names and whatever moves, and what of it this window shows. Where every
// run has a map of its own, the explorer draws one for all.
const ground = (figure, view) => {
  if (figure.querySelectorAll(".sm-map").length > 1) return { view };
  const [[x0, x1], [y0, y1]] = view;
  const shown = figure.querySelector(".sm-panel svg"), svg = shown.cloneNode(true), { width, height } = shown.getBoundingClientRect();
  const { width: w, height: h } = shown.viewBox.baseVal, scale = Math.max(width / w, height / h), [left, top] = [(w - width / scale) / 2, (h - height / scale) / 2];
  const [across, up] = [((x1 - x0) * left) / w, ((y1 - y0) * top) / h];
  for (const one of svg.querySelectorAll("text, .t, .run, .note, .arrow, .area, .hold, .flash, .sweep")) one.remove();
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("viewBox", `${left} ${top} ${w - 2 * left} ${h - 2 * top}`);
  return { svg, view: [[x0 + across, x1 - across], [y0 + up, y1 - up]] };
};

const take = async (figure, wheel) => {
  const player = figure.querySelector("sm-player");
  const { state, view } = JSON.parse(figure.dataset.wheel), { step } = player;
  player.seek(step);
  await bring();
  if (figure.querySelector("momentum-explorer")) return;
  const made = document.createElement("momentum-explorer");
  made.setAttribute("compact", "");
  made.className = "sm-card";
  made.begin = { ...state, step };
  made.picture = ground(figure, view);
  made.addEventListener("ready", () => { player.hidden = true; made.querySelector("input").focus({ preventScroll: true }); }, { once: true });
  made.addEventListener("back", () => { player.hidden = false; made.remove(); wheel.focus({ preventScroll: true }); });
  player.after(made);
};

for (const wheel of document.querySelectorAll(".sm-wheel")) {
  wheel.addEventListener("pointerenter", bring, { once: true });
  wheel.addEventListener("click", () => take(wheel.closest(".sm-figure"), wheel).then(() => false, () => true).then((lost) => wheel.classList.toggle("sm-lost", lost)));
  wheel.classList.add("sm-live");
}
