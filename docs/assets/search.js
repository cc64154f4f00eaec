// Answers the search box, as a worker: words in titles first, then in texts; a word that nobody wrote is taken for the
// nearest one that somebody did.

const GREEK = { α: "alpha", β: "beta", γ: "gamma", η: "eta", θ: "theta", κ: "kappa", λ: "lambda", ρ: "rho", σ: "sigma", τ: "tau" };
const [TITLE, KEYWORD, TEXT] = [10, 14, 1];
const SNIPPET = 150;

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[α-ω]/g, (letter) => ` ${GREEK[letter] ?? letter} `)
  .replace(/[’']/g, "");
const words = (text) => plain(text).match(/[\p{L}\p{N}_]+/gu) ?? [];
// "warm-up" is also found as "warmup".
const joined = (text) => (plain(text).match(/\p{L}+(?:-\p{L}+)+/gu) ?? []).map((word) => word.replaceAll("-", ""));
// Plural and singular are one word.
const stem = (word) => (word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word);

// Whether two words are at most `most` changes apart, where a change adds, drops or replaces a letter or swaps two.
function near(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let [older, old] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, old] = [old, row];
  }
  return old[other.length] <= most ? old[other.length] : Infinity;
}

function setUp(docs) {
  const known = new Set();
  const list = docs.map((doc) => {
    const counted = new Map();
    for (const word of [...words(doc.text), ...joined(doc.text)].map(stem)) counted.set(word, (counted.get(word) ?? 0) + 1);
    const title = words(doc.title).map(stem);
    const keywords = (doc.keywords ?? []).flatMap((one) => [words(one), ...joined(one).map((word) => [word])]).map((one) => one.map(stem));
    for (const word of [...counted.keys(), ...title, ...keywords.flat()]) known.add(word);
    return { doc, title, keywords, counted, line: ` ${words(doc.text).map(stem).join(" ")} ` };
  });
  return { list, known };
}

// The words that a reader may have meant by one: itself and what begins with it, else the nearest.
function meant(word, known) {
  const begin = [...known].filter((one) => one.startsWith(word));
  if (begin.length) return begin;
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  const apart = [...known].map((one) => [near(word, one, most), one]).filter(([distance]) => distance < Infinity);
  const least = Math.min(...apart.map(([distance]) => distance));
  return apart.filter(([distance]) => distance === least).map(([, one]) => one);
}

function score(entry, asked) {
  const { doc, title, keywords, counted, line } = entry;
  let sum = 0;
  const found = {};
  for (const { word, meanings } of asked) {
    let best = 0;
    for (const one of meanings) {
      const whole = one === word || !word ? 1 : 0.6;
      if (title.includes(one)) best = Math.max(best, TITLE * whole);
      if (keywords.some((key) => key.includes(one))) best = Math.max(best, KEYWORD * whole);
      if (counted.has(one)) best = Math.max(best, TEXT * whole * (1 + Math.log2(counted.get(one))));
    }
    found[word] = best > 0;
    sum += best;
  }
  const there = Object.values(found).filter(Boolean).length;
  if (!there) return null;
  // All that was asked for, in one place and in this order, is what was looked for.
  const phrase = asked.map(({ word, meanings }) => (meanings.includes(word) ? word : meanings[0] ?? word)).join(" ");
  if (keywords.some((key) => key.join(" ") === phrase)) sum += 60;
  if (title.join(" ") === phrase) sum += 30;
  else if (` ${title.join(" ")} `.includes(` ${phrase} `)) sum += 10;
  if (asked.length > 1 && line.includes(` ${phrase} `)) sum += 4;
  return { score: sum * (there / asked.length) ** 2 * (doc.weight ?? 1), terms: found };
}

const escaped = (text) => text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);

// The text with what was found marked; of a long one, what stands around the first find.
function marked(text, asked, cut) {
  const meanings = new Set(asked.flatMap((one) => one.meanings));
  const spots = [...text.matchAll(/[\p{L}\p{N}_]+/gu)].filter(([word]) => words(word).map(stem).some((one) => meanings.has(one)));
  const from = cut && spots.length ? Math.max(0, text.lastIndexOf(" ", Math.max(0, spots[0].index - SNIPPET / 3)) + 1) : 0;
  const to = cut && text.length > from + SNIPPET ? text.lastIndexOf(" ", from + SNIPPET) : text.length;
  let out = from > 0 ? "… " : "";
  let at = from;
  for (const { 0: word, index } of spots) {
    if (index < from || index >= to) continue;
    out += `${escaped(text.slice(at, index))}<mark>${escaped(word)}</mark>`;
    at = index + word.length;
  }
  return out + escaped(text.slice(at, Math.max(at, to))) + (to < text.length ? " …" : "");
}

function search({ list, known }, query) {
  const asked = words(query).map(stem).map((word) => ({ word, meanings: meant(word, known) }));
  if (!asked.length) return { items: [] };
  const pages = new Map();
  for (const entry of list) {
    const page = entry.doc.location.split("#")[0];
    const hit = score(entry, asked);
    if (!hit && !pages.has(page)) pages.set(page, []);
    if (!hit) continue;
    pages.set(page, [...pages.get(page) ?? [], { ...entry.doc, ...hit }]);
  }
  const items = [...pages].filter(([, hits]) => hits.length).map(([page, hits]) => {
    hits.sort((one, other) => other.score - one.score);
    // A page leads its hits; where only its sections were hit, it gives them its title.
    if (!hits.some(({ location }) => location === page)) {
      hits.push({ ...list.find(({ doc }) => doc.location === page).doc, score: 0, terms: {} });
    }
    return hits;
  });
  items.sort((one, other) => other[0].score - one[0].score);
  return { items: items.map((hits) => hits.map((hit) => ({
    location: hit.location, score: hit.score, terms: hit.terms, title: marked(hit.title, asked), text: marked(hit.text, asked, true),
  }))) };
}

// The box's own protocol: 0 brings what the theme has read, 1 says so, 2 asks, 3 answers. The list itself weighs as much as
// a page, so it is fetched when somebody asks for the first time.
const LIST = "../search/list.json";
let index = null;
if (typeof addEventListener === "function" && typeof postMessage === "function") {
  addEventListener("message", async ({ data: { type, data } }) => {
    if (type === 0) postMessage({ type: 1 });
    if (type !== 2) return;
    if (!words(data).length) return postMessage({ type: 3, data: { items: [] } });
    index ??= fetch(new URL(LIST, location.href)).then((answer) => answer.json()).then(({ docs }) => setUp(docs));
    try {
      postMessage({ type: 3, data: search(await index, data) });
    } catch {
      index = null; // without a connection nothing is found, and the next question tries again
      postMessage({ type: 3, data: { items: [] } });
    }
  });
}
