// The frame of a page: the section that is read, the header within reach, folds that a link leads into, and code.

import "./terms.js";

const root = document.documentElement;

// A link into a fold, or to one, opens it: the browser alone leaves folds that are named themselves closed.
const named = () => {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } // an address that was cut off
};
const unfold = () => {
  const name = named(), target = name && document.getElementById(name);
  if (!target) return;
  let closed = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    closed ||= !fold.open;
    fold.open = true;
  }
  if (closed) target.scrollIntoView({ block: "start", behavior: "instant" });
};
addEventListener("hashchange", unfold);
unfold();

// The rail marks the section at the top of what is seen, or there the one that was gone to, though others may stand
// below it; a page of less than two screens does without it.
const rail = document.querySelector(".sm-rail");
const links = rail ? [...rail.querySelectorAll("a")] : [];
const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const mark = () => {
  const tops = sections.map((section) => section?.getBoundingClientRect().top ?? Infinity), line = innerHeight / 3;
  const sought = links.findIndex((link, place) => link.hash === location.hash && tops[place] >= 0 && tops[place] < line);
  const past = sought < 0 ? tops.findLastIndex((top) => top < line) : sought;
  links.forEach((link, place) => {
    if ((place === past) === link.hasAttribute("aria-current")) return;
    if (place !== past) { link.removeAttribute("aria-current"); return; }
    link.setAttribute("aria-current", "true");
    if (rail.scrollHeight > rail.clientHeight) rail.scrollTop = link.offsetTop - rail.clientHeight / 2;
  });
};

// On a narrow screen the header leaves while one reads on, and comes back with the first move up.
let before = scrollY;
let asked = false;
const moved = () => {
  asked = false;
  if (Math.abs(scrollY - before) > 8) {
    root.classList.toggle("sm-down", scrollY > before && scrollY > 120);
    before = scrollY;
  }
  if (rail?.offsetParent) mark();
};
const ask = () => { if (!asked) asked = requestAnimationFrame(moved); };
addEventListener("scroll", ask, { passive: true });
addEventListener("hashchange", ask);

const measure = () => {
  rail?.classList.toggle("sm-needless", root.scrollHeight < 2 * innerHeight);
  ask();
};
addEventListener("resize", measure, { passive: true });
addEventListener("load", measure);

// What is cut, of code or of a formula, can be scrolled from the keyboard; code can be copied without its prompts.
const cut = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const formula of document.querySelectorAll(".sm-formula")) cut.observe(formula);
const bare = (text) => (/^>>> /m.test(text)
  ? text.split("\n").filter((line) => /^(>>>|\.\.\.)( |$)/.test(line)).map((line) => line.slice(4)).join("\n") : text);

for (const code of document.querySelectorAll(".highlight pre > code")) {
  cut.observe(code);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "sm-copy", textContent: "Copy" });
  const said = Object.assign(document.createElement("span"), { className: "sm-hidden" });
  let fading;
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    let done = "Copied";
    try { await navigator.clipboard.writeText(bare(code.innerText).trimEnd()); } catch { done = "Not allowed"; }
    button.textContent = said.textContent = done;
    clearTimeout(fading);
    fading = setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2000);
  });
  code.parentElement.parentElement.append(button, said);
}
