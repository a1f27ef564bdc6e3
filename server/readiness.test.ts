import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scenario } from "../simulators/core/simulator.ts";
import type { Files } from "./files.ts";
import { createReadiness } from "./readiness.ts";
import { type FileState, newTrack } from "./track.ts";

/** Files with one scenario each; bundling is done when the test says so. */
function workspace(names: readonly string[]) {
  const all = new Map<string, FileState>();
  for (const name of names) {
    const path = `${name}.ts`;
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const inputs = [{ path, text: name }];
    const scenario: Scenario = { simulator: "x", name, path, range, inputs, findings: [], payload: null, entry: { path, names: [] } };
    const tracks = new Map([[name, newTrack(scenario, name)]]);
    const uri = `file:///w/${path}`;
    all.set(uri, {
      uri,
      folder: { uri: "file:///w" },
      path,
      text: name,
      discovery: { scenarios: [], problems: [] },
      tracks,
      sought: new Map(),
    });
  }
  const bundled: { readonly name: string; readonly end: (libText: string) => void }[] = [];
  const rekeyed: string[] = [];
  const outdated: string[] = [];
  const readiness = createReadiness({
    files: { all } as unknown as Files,
    prepare: (_file, scenario) =>
      new Promise((resolve) => {
        const end = (text: string) => resolve({ ...scenario, inputs: [...scenario.inputs, { path: "lib.ts", text }] });
        bundled.push({ name: scenario.name, end });
      }),
    keyOf: ({ inputs }) => inputs.map(({ text }) => text).join("+"),
    onRekeyed: (file) => rekeyed.push(file.path),
    onOutdated: (file) => outdated.push(file.path),
  });
  const of = (name: string) => {
    const file = all.get(`file:///w/${name}.ts`) ?? assert.fail();
    return { file, track: file.tracks.get(name) ?? assert.fail() };
  };
  return { readiness, bundled, rekeyed, outdated, of };
}

/** All that promises have to do. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const later = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

test("readiness: a scenario is ready with all its files, and its key is of all of them", async () => {
  const { readiness, bundled, rekeyed, of } = workspace(["a"]);
  const { file, track } = of("a");
  assert.equal(track.isReady, false);
  const made = readiness.make(file, track);
  await settled();
  bundled[0]?.end("lib 1");
  await made;
  assert.equal(track.isReady, true);
  assert.equal(track.key, "a+lib 1");
  assert.deepEqual([...track.dependencies.keys()], ["file:///w/a.ts", "file:///w/lib.ts"]);
  assert.deepEqual(rekeyed, ["a.ts"]);
});

test("readiness: only another text of a file that went into it makes it outdated", async () => {
  const { readiness, bundled, outdated, of } = workspace(["a"]);
  const { file, track } = of("a");
  const made = readiness.make(file, track);
  await settled();
  bundled[0]?.end("lib 1");
  await made;
  readiness.outdate("file:///w/other.ts", "x");
  readiness.outdate("file:///w/a.ts", "its own file is found anew by its analysis");
  readiness.outdate("file:///w/lib.ts", "lib 1");
  await later();
  assert.equal(track.isReady, true);
  assert.deepEqual(outdated, []);
  readiness.outdate("file:///w/lib.ts", undefined);
  assert.equal(track.key, "a+lib 1", "on disk it may be the same again");
  assert.equal(track.isReady, false);
  readiness.outdate("file:///w/lib.ts", "lib 2");
  await later();
  assert.deepEqual(outdated, ["a.ts"]);
  const again = readiness.make(file, track);
  await settled();
  bundled[1]?.end("lib 2");
  await again;
  assert.equal(track.key, "a+lib 2");
});

test("readiness: a change while it is bundled makes that bundle worthless", async () => {
  const { readiness, bundled, of } = workspace(["a"]);
  const { file, track } = of("a");
  const made = readiness.make(file, track);
  await settled();
  readiness.outdate("file:///w/lib.ts", "lib 2");
  bundled[0]?.end("lib 1");
  await made;
  assert.equal(track.isReady, false);
});

test("readiness: two are bundled at a time, and what changed while it waited is not bundled for nothing", async () => {
  const names = ["a", "b", "c", "d"];
  const { readiness, bundled, of } = workspace(names);
  const first = names.map((name) => readiness.make(of(name).file, of(name).track));
  await settled();
  assert.deepEqual(
    bundled.map(({ name }) => name),
    ["a", "b"],
  );
  readiness.outdateAll();
  for (const { end } of bundled) end("old");
  await Promise.all(first);
  assert.equal(bundled.length, 2);
  assert.ok(names.every((name) => !of(name).track.isReady));
});
