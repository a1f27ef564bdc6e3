// The command line of tools/conformance.mjs: one line of JSON on stdout, what differs by kind on stderr.
import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Difference } from "./replay-store.ts";
import { replayFolder } from "./run.ts";

declare const __ROOT__: string;

const usage =
  "usage: npm run conformance -- DIR [--flavour store|gc] [--profile P] [--kind K] [--seed N] [--skip-tag T] [--ignore-tag T] [--limit N] [--show N]";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    flavour: { type: "string" },
    profile: { type: "string", multiple: true, default: [] },
    kind: { type: "string", multiple: true, default: [] },
    seed: { type: "string", multiple: true, default: [] },
    "skip-tag": { type: "string", multiple: true, default: [] },
    "ignore-tag": { type: "string", multiple: true, default: ["step"] },
    limit: { type: "string", default: "1000000" },
    show: { type: "string", default: "5" },
  },
});

const [folder] = positionals;
if (folder === undefined || positionals.length > 1 || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error(folder === undefined ? usage : `${folder} is not a folder\n${usage}`);
  process.exit(2);
}

const started = process.hrtime.bigint();
const { sequences, requests, differences } = await replayFolder(folder, `${__ROOT__}/test/conformance/recordings`, {
  ...(values.flavour === undefined ? {} : { flavour: values.flavour }),
  profiles: values.profile,
  kinds: values.kind,
  seeds: values.seed,
  skippedTags: values["skip-tag"],
  ignoredTags: values["ignore-tag"],
  limit: Number(values.limit),
});
const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;

const counted = new Map<string, number>();
for (const difference of differences) {
  const key = `${difference.kind ?? difference.profile} ${difference.op ?? difference.at}`;
  counted.set(key, (counted.get(key) ?? 0) + 1);
}
for (const [key, count] of [...counted].sort(([, a], [, b]) => b - a)) console.error(`${String(count).padStart(6)} ${key}`);
const first = differences.slice(0, Number(values.show)).map((difference: Difference) => difference);
console.error(`${sequences} sequences in ${seconds} s`);
console.log(JSON.stringify({ sequences, requests, differing: differences.length, first }));
if (sequences === 0) console.error("no sequence was selected");
process.exitCode = differences.length > 0 || sequences === 0 ? 1 : 0;
