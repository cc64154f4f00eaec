// Answers of the site's search for a test: `node search.mjs worker.js index.json` reads queries as JSON and writes answers.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [worker, index] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const said = [];
const scope = { addEventListener: (_, listen) => { scope.listen = listen; }, postMessage: (message) => said.push(message) };
vm.runInNewContext(worker, scope);
scope.listen({ data: { type: 0, data: JSON.parse(index) } });
for (const query of JSON.parse(readFileSync(0, "utf8"))) scope.listen({ data: { type: 2, data: query } });
process.stdout.write(JSON.stringify(said.slice(1).map(({ data }) => data.items)));
