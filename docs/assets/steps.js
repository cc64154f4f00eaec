// A figure at a step has an address, `#ravine-duel@4`: links in the text lead there, and the way back is the browser's.

const ADDRESS = /^#([\w-]+)@(\d+)$/;

const playerOf = (name) => document.getElementById(name)?.querySelector("sm-player");

// Brings the map, which is the first panel, to the top of what is seen, unless all of the figure is in view already.
// At once: a scroll that takes its time would go on after the reader has gone back.
const bring = (player) => {
  for (let fold = player.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const header = document.querySelector(".sm-header")?.getBoundingClientRect().bottom ?? 0;
  const { top, bottom } = player.getBoundingClientRect();
  if (top < Math.max(0, header) || bottom > innerHeight) player.scrollIntoView({ block: "start", behavior: "instant" });
};

// Shows what an address says, where it names a figure of this page, and leads there unless the browser does so itself.
export const go = (hash, leads = true) => {
  const [, name, step] = hash.match(ADDRESS) ?? [];
  const player = name && playerOf(name);
  if (!player?.seek) return;
  // A figure whose wheel is taken gives it back.
  if (player.hidden) player.parentElement.querySelector("momentum-explorer")?.dispatchEvent(new Event("back"));
  if (leads) bring(player);
  player.seek(Number(step), true);
};

// An entry of the history that was shown before is one that the browser comes back to, to where the reader was then.
const arrive = () => {
  go(location.hash, !history.state?.shown);
  if (ADDRESS.test(location.hash)) history.replaceState({ shown: true }, "");
};
addEventListener("hashchange", arrive);
addEventListener("load", arrive);

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const here = event.target.closest?.("a.sm-here");
  const link = here ?? event.target.closest?.("a.sm-step");
  if (!link) return;
  const name = link.dataset.figure;
  const step = here ? playerOf(name)?.step : link.dataset.step;
  const hash = step === undefined ? `#${name}` : `#${name}@${step}`;
  if (step === undefined || !playerOf(name)?.seek) return;
  event.preventDefault();
  // First the entry, so that the one before keeps where the reader was.
  if (location.hash !== hash) history.pushState({ shown: true }, "", hash);
  go(hash);
});

// So that a link can be copied or opened elsewhere; without scripts it leads to the figure.
for (const link of document.querySelectorAll("a.sm-step")) link.setAttribute("href", `#${link.dataset.figure}@${link.dataset.step}`);
