import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildToyProgram, type Program, timeless, workspace } from "./programs.ts";

let program: Program;
const place = workspace({ "a.toy": "good: holds 5\nwrong: fails it breaks\n" });
before(async () => {
  program = await buildToyProgram();
});
after(() => {
  program.remove();
  place.remove();
});

/** A check that runs everything anew, with this cache folder. */
function check(cache: string): { readonly status: number | null; readonly report: string } {
  const { status, out } = program.run(place.folder, ["check", "--format", "json", "--no-cache"], { env: { XDG_CACHE_HOME: cache } });
  return { status, report: timeless(out) };
}

const filesIn = (folder: string, name: string): string[] => readdirSync(folder).filter((file) => file.startsWith(`${name}-`));

test("the code of the program and of the engine's worker is kept, and makes no difference: whole, broken or of another build", () => {
  const cache = join(place.folder, "cache");
  const first = check(cache);
  assert.equal(first.status, 1);
  const kept = [
    ...filesIn(join(cache, "faultline"), "program").map((file) => join(cache, "faultline", file)),
    ...filesIn(join(cache, "faultline/engine"), "worker").map((file) => join(cache, "faultline/engine", file)),
  ];
  assert.deepEqual(kept.length, 2);
  assert.deepEqual(check(cache), first);
  const whole = kept.map((file) => readFileSync(file));
  for (const file of kept) writeFileSync(file, "broken");
  assert.deepEqual(check(cache), first);
  assert.ok(
    kept.every((file) => readFileSync(file).length > 1000),
    "what is broken is replaced",
  );
  for (const [i, file] of kept.entries()) writeFileSync(file, whole[1 - i] ?? "");
  assert.deepEqual(check(cache), first, "code of another file, under a sum that is right");
});

test("where nothing can be kept, all is done without", () => {
  const blocked = join(place.folder, "blocked");
  mkdirSync(blocked);
  writeFileSync(join(blocked, "faultline"), "a file where the folder would be");
  assert.deepEqual(check(blocked), check(join(place.folder, "other")));
  assert.deepEqual(readdirSync(blocked), ["faultline"]);
});
