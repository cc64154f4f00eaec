// Brings the explorer to a page where one stands, when it is near, and into a figure whose wheel is taken.

const here = (name) => new URL(name, import.meta.url).href;
let coming;

const styled = () => new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: here("explorer.css") });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});
export const bring = () => (coming ??= Promise.all([import("./explorer.js"), styled()]).then(([{ Explorer }]) => customElements.define("momentum-explorer", Explorer)));

const near = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  near.disconnect();
  bring();
}, { rootMargin: "600px" });
for (const one of document.querySelectorAll("momentum-explorer")) near.observe(one);

// The figure's own ground: its map without runs, names and whatever moves, and what it shows.
const ground = (figure, view) => {
  const svg = figure.querySelector(".sm-panel svg").cloneNode(true);
  for (const one of svg.querySelectorAll("text, .t, .run, .note, .arrow, .area, .hold, .flash, .sweep")) one.remove();
  svg.setAttribute("preserveAspectRatio", "none");
  return { svg, view };
};

const take = async (figure, wheel) => {
  const player = figure.querySelector("sm-player");
  const { state, view } = JSON.parse(figure.dataset.wheel), { step } = player;
  player.seek(step);
  await bring();
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
  wheel.addEventListener("click", () => take(wheel.closest(".sm-figure"), wheel));
  wheel.classList.add("sm-live");
}
