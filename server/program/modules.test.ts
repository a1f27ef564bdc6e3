import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scenario } from "../../simulators/core/simulator.ts";
import { evaluate, type Files, open, programs, scenarioIn, workspace } from "./testing.ts";
import { join } from "node:path";

const range = (line: number) => ({ start: { line, character: 4 }, end: { line, character: 9 } });

function preparedIn(folder: string, files: Files, names: readonly string[]): Promise<Scenario> {
  const scenario = scenarioIn(files, [], "conf/nodes.json");
  const modules = names.map((name, index) => ({ name, range: range(index), export: `entry${index}` }));
  return programs.prepare({ ...scenario, entry: { path: "conf/nodes.json", names: [], modules } }, { folder, folders: [folder] });
}

const prepared = (files: Files, names: readonly string[]): Promise<Scenario> => preparedIn(workspace(files), files, names);

const lines = (...parts: readonly string[]): string => parts.join("\n");

test("modules: each is evaluated when its function is called, what they share once, and a promise tells the end", async () => {
  const files = {
    "conf/nodes.json": "{ this is no JSON that anybody bundles",
    "shared.ts": "globalThis.evaluated.push('shared');\nexport const two: number = 2;",
    "conf/first.ts": lines(
      'import { two } from "../shared";',
      "globalThis.evaluated.push(`first ${two}`);",
      "await null;",
      "globalThis.evaluated.push('first ends');",
    ),
    "conf/deep/second.cjs": "const { two } = require('../../shared'); globalThis.evaluated.push(`second ${two}`); exports.answer = 42;",
  };
  const scenario = await prepared(files, ["./first.ts", "deep/second.cjs"]);
  assert.ok(scenario.program, JSON.stringify(scenario.findings));
  assert.deepEqual(
    scenario.inputs.map(({ path }) => path),
    ["conf/nodes.json", "conf/deep/second.cjs", "conf/first.ts", "shared.ts"],
  );
  const evaluated: string[] = [];
  Object.assign(globalThis, { evaluated });
  const exports = await evaluate(scenario.program);
  assert.deepEqual([Object.keys(exports), evaluated], [["entry0", "entry1"], []]);
  await (exports["entry1"] as () => Promise<unknown>)();
  assert.deepEqual(evaluated, ["shared", "second 2"]);
  const first = (exports["entry0"] as () => Promise<unknown>)();
  assert.equal(evaluated.includes("first ends"), false);
  await first;
  assert.deepEqual(evaluated.slice(2), ["first 2", "first ends"]);
});

test("modules: one that is not there, a folder, and one that lies outside are told where they are named", async () => {
  const files = { "conf/nodes.json": "{}", "conf/folder/x.ts": "export {};", "conf/right.ts": "export {};" };
  const told = async (names: readonly string[]) => {
    const { program, notRun, findings } = await prepared(files, names);
    assert.equal(program, undefined);
    return [notRun?.code, ...findings.map(({ code, path, range: { start }, message }) => [code, path, start.line, message])];
  };
  assert.deepEqual(await told(["./right.ts", "./missing.ts"]), [
    "FL0002",
    ["FL0002", "conf/nodes.json", 1, "There is no file `./missing.ts` beside this one"],
  ]);
  assert.deepEqual(await told(["./folder"]), ["FL0002", ["FL0002", "conf/nodes.json", 0, "`./folder` is not a file"]]);
  const message = "`/etc/hosts` is not followed: it lies outside of the workspace folders and their node_modules";
  assert.deepEqual(await told(["./right.ts", "/etc/hosts"]), ["FL0002", ["FL0002", "conf/nodes.json", 1, message]]);
});

test("modules: what is wrong in one is shown there, and one that was never saved is taken from the editor", async () => {
  const files = { "conf/nodes.json": "{}", "conf/wrong.ts": "const a = ;" };
  const { findings } = await prepared(files, ["./wrong.ts"]);
  assert.deepEqual(
    findings.map(({ code, path }) => [code, path]),
    [["FL0003", "conf/wrong.ts"]],
  );
  const folder = workspace(files);
  open.set(join(folder, "conf/fresh.ts"), "export const fresh = 1;");
  const scenario = await preparedIn(folder, files, ["./fresh.ts"]);
  open.clear();
  assert.ok(scenario.program, JSON.stringify(scenario.findings));
});

test("modules: a program may import the configuration that names it", async () => {
  const files = { "conf/nodes.json": '{ "port": 7 }', "conf/main.ts": 'import nodes from "./nodes.json"; export const port = nodes.port;' };
  const { program, findings } = await prepared(files, ["./main.ts"]);
  assert.ok(program, JSON.stringify(findings));
  const exports = await evaluate(program);
  assert.equal(((await (exports["entry0"] as () => Promise<{ port: number }>)()) satisfies { port: number }).port, 7);
});
