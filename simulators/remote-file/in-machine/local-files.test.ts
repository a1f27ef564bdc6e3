import assert from "node:assert/strict";
import * as buffer from "node:buffer";
import * as events from "node:events";
import * as fs from "node:fs";
import promises from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import * as stream from "node:stream";
import * as string_decoder from "node:string_decoder";
import { after, before, test } from "node:test";
import * as url from "node:url";
import { inspect, promisify } from "node:util";
import { Random } from "../../core/random.ts";
import { filesBeside } from "./testing/beside.ts";
import { oddProgramOf, programOf } from "./testing/generate.ts";
import type { Files } from "./testing/evaluate.ts";
import { type Deed, type Host, Run } from "./testing/interpret.ts";

const beside = { modules: { buffer, events, stream, string_decoder, url }, inspect, nextTick: process.nextTick.bind(process) };
const hostOf = (of: { readonly fs: object; readonly promises: object }): Host => ({
  fs: of.fs as Host["fs"],
  promises: of.promises as Host["promises"],
  Buffer: Buffer as unknown as Host["Buffer"],
  URL,
  promisify: promisify as Host["promisify"],
});

let root = "";
before(() => (root = fs.mkdtempSync(join(tmpdir(), "faultline-files-"))));
after(() => fs.rmSync(root, { recursive: true, force: true }));

type Where = "under a mount" | "on the virtual disk";

const rows: readonly { readonly where: Where; readonly programs: number; readonly isOdd: boolean }[] = [
  { where: "under a mount", programs: 2000, isOdd: false },
  { where: "on the virtual disk", programs: 400, isOdd: false },
  { where: "on the virtual disk", programs: 400, isOdd: true },
];

for (const { where, programs, isOdd } of rows) {
  const title = `${programs} random programs${isOdd ? " with wrong arguments" : ""} ${where}`;
  test(`files: ${title} give what Node gives on local files`, async () => {
    const base = where === "under a mount" ? "/rdma" : "/tmp";
    let compared = 0;
    let files = filesBeside(beside);
    for (let seed = 0; seed < programs; seed += 1) {
      // Not for each, because that takes time; and not one for all, because what is left of them adds up.
      if (seed % 20 === 0) files = filesBeside(beside);
      const deeds = (isOdd ? oddProgramOf : programOf)(new Random(seed), 6);
      compared += await compare(where, deeds, files, `${base}/p${seed}`, join(root, `${where[0]}${isOdd}${seed}`));
    }
    assert.ok(compared > programs * 4, `only ${compared} deeds were compared`);
  });
}

/** @returns How many deeds gave the same in the folder of ours and in the one of Node's. */
async function compare(where: Where, deeds: readonly Deed[], files: Files, ours: string, nodes: string): Promise<number> {
  fs.mkdirSync(`${nodes}/d`, { recursive: true });
  (files.fs["mkdirSync"] as typeof fs.mkdirSync)(`${ours}/d`, { recursive: true });
  const [local, tried] = [new Run(hostOf({ fs, promises }), nodes), new Run(hostOf(files), ours)];
  let compared = 0;
  for (const deed of deeds) {
    if (isSpared(deed, where, nodes)) continue;
    const [want, got] = [await local.do(deed), await tried.do(deed)];
    // A file that was unlinked lives on for Node; its key is revoked here (section 4).
    if (got.includes("ESTALE")) break;
    assert.equal(got, want, `${nodes}: ${JSON.stringify(deed)}`);
    compared += 1;
  }
  await local.end();
  await tried.end();
  return compared;
}

/** What the specification has otherwise: paths are normal before anything is looked up, under a mount directories need not be made, and there are no links. */
function isSpared(deed: Deed, where: Where, base: string): boolean {
  const given = deed.args.flatMap((arg) => (typeof arg === "object" && arg !== null && "$path" in arg ? [arg.$path] : []));
  const paths = given.map((path) => normalize(path || "/"));
  if (paths.some((path) => path === "/" || path === "/.") && /rm|rename|cp/.test(deed.name)) return true;
  if (given.some((path) => path.includes("..")) && !fs.statSync(`${base}/d`, { throwIfNoEntry: false })?.isDirectory()) return true;
  return where === "under a mount" && (/readlink/.test(deed.name) || paths.some((path) => !fs.existsSync(dirname(base + path))));
}
