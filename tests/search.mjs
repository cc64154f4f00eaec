// Answers of the site's search for a test: `node search.mjs worker.js list.json` reads queries as JSON and writes answers.
// REFUSED says how many times the list can't be had at first.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [worker, list] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const said = [];
let refused = Number(process.env.REFUSED ?? 0);
const fetch = async () => {
  if (refused-- > 0) throw new TypeError("Failed to fetch");
  return { json: async () => JSON.parse(list) };
};
const scope = {
  addEventListener: (_, listen) => { scope.listen = listen; }, postMessage: (message) => said.push(message), fetch, URL,
  location: { href: "https://reader.example/assets/search.js" },
};
vm.runInNewContext(worker, scope);
await scope.listen({ data: { type: 0, data: { docs: [] } } });
for (const query of JSON.parse(readFileSync(0, "utf8"))) await scope.listen({ data: { type: 2, data: query } });
process.stdout.write(JSON.stringify(said.slice(1).map(({ data }) => data.items)));
