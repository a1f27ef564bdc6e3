// Calls every method of both generations of `@kubernetes/client-node` against a recorder on this machine, and keeps a hash of what each one sends:
// `node tools/client-node-recordings.mjs FOLDER_0X FOLDER_1X [METHOD]`; with a method's name it prints what that one sends instead.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readMethods } from "./client-node-tables.mjs";
import { argumentFor, hashOf, lineOf } from "./client-node-samples.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [first, second, wanted] = process.argv.slice(2);
const time = new Date("2026-01-02T03:04:05.000Z");

let last;
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const url = new URL(request.url, "http://recorder");
    const text = Buffer.concat(chunks).toString();
    const query = Object.fromEntries(url.searchParams);
    last = {
      method: request.method,
      path: decodeURIComponent(url.pathname),
      query,
      type: request.headers["content-type"],
      body: text === "" ? undefined : JSON.parse(text),
    };
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});
await new Promise((ok) => server.listen(0, "127.0.0.1", ok));
const address = `http://127.0.0.1:${server.address().port}`;

async function record(folder, generation) {
  const load = createRequire(join(folder, "package.json"));
  const client =
    generation === 0
      ? load("@kubernetes/client-node")
      : await import(pathToFileURL(join(folder, "node_modules/@kubernetes/client-node/dist/index.js")).href);
  const config = new client.KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: "c", server: address, skipTLSVerify: true }],
    users: [{ name: "u" }],
    contexts: [{ name: "x", cluster: "c", user: "u" }],
    currentContext: "x",
  });
  const lines = [];
  for (const [name, methods] of [...readMethods(folder, generation)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (client[name] === undefined) {
      console.log(`${name} is not exported by ${generation}.x`);
      continue;
    }
    const api = config.makeApiClient(client[name]);
    const hashes = [];
    for (const [method, { params, body }] of [...methods].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (wanted !== undefined && wanted !== method) continue;
      const args = params.map((param) => [param.replace("!", ""), argumentFor(param.replace("!", ""), body, time)]);
      last = undefined;
      try {
        await (generation === 0 ? api[method](...args.map(([, value]) => value)) : api[method](Object.fromEntries(args)));
      } catch (error) {
        if (last === undefined) throw error;
      }
      if (wanted !== undefined) console.log(generation, lineOf(last));
      hashes.push(hashOf(lineOf(last)));
    }
    lines.push(`${name} ${hashes.join("")}`);
  }
  return lines.join("\n");
}

const old = await record(first, 0);
const now = await record(second, 1);
server.close();
server.closeAllConnections();
if (wanted === undefined) {
  writeFileSync(
    join(root, "simulators/controller/client-node/testing/recorded.ts"),
    `// Made by tools/client-node-recordings.mjs from @kubernetes/client-node 0.22.3 and 1.4.0.
/** Each line: an API class, then of each method, in order of their names, eight digits of a hash of what it sends. */
export const recordedOld: string =
  ${JSON.stringify(old)};

export const recordedNow: string =
  ${JSON.stringify(now)};
`,
  );
}
