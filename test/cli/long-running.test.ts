import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { eventually, isAlive, processesOf } from "../../server/testing/processes.ts";
import { startClient } from "../../server/testing/client.ts";
import { buildToyProgram, ended, type Program, workspace } from "./programs.ts";

let program: Program;
before(async () => {
  program = await buildToyProgram();
});
after(() => program.remove());

test("check --watch: checks again after a change, sees new folders, and ends with Ctrl-C", async () => {
  const { folder, remove } = workspace({ "a.toy": "one: holds 1\n" });
  const child = spawn(process.execPath, [program.main, "check", "--watch"], { cwd: folder, env: program.env });
  const end = ended(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const checks = () => out.match(/^\d+ scenarios?:.*$/gm) ?? [];
  const rounds = () => (err.match(/^watching/gm) ?? []).length;
  assert.ok(await eventually(() => rounds() === 1, 10_000), err);
  writeFileSync(join(folder, "a.toy"), "one: fails it breaks\n");
  assert.ok(await eventually(() => rounds() === 2, 10_000), err);
  mkdirSync(join(folder, "new"));
  assert.ok(await eventually(() => rounds() === 3, 10_000), err);
  writeFileSync(join(folder, "new/b.toy"), "two: holds 2\n");
  assert.ok(await eventually(() => checks().some((line) => line.startsWith("2 scenarios: 1 holds, 1 violated")), 10_000), `${out}${err}`);
  child.kill("SIGINT");
  const { status } = await end;
  assert.equal(status, 1, "the last check had a violation");
  remove();
});

test("lsp --stdio: the language server answers, and ends with its client", async () => {
  const { folder, remove } = workspace({ "a.toy": "one: holds 1\n" });
  const client = await startClient({ server: program.main, folder, args: ["lsp", "--stdio"] });
  const uri = `file://${folder}/a.toy`;
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "toy", version: 1, text: "one: holds bad\n" },
  });
  const [diagnostic] = await client.waitFor(uri, (diagnostics) => diagnostics.length > 0);
  assert.equal(diagnostic?.source, "faultline");
  const { pid } = client.server;
  await client.close();
  assert.ok(await eventually(() => !isAlive(pid ?? 0) && processesOf(program.folder).length === 0, 5000));
  remove();
});

test("doctor: everything is tried for real, and what is broken is named", () => {
  const { folder, remove } = workspace({});
  const { out, status } = program.run(folder, ["doctor"]);
  for (const name of ["Faultline", "Node.js", "machine", "installation", "TypeScript", "esbuild", "engine", "result cache"])
    assert.match(out, new RegExp(`^[✓!✗] ${name} `, "m"));
  // Toy simulators in place of the real ones: the engine's own test scenario is not found, and that is said.
  assert.match(out, /^✗ engine +its test scenario was not found/m);
  assert.match(out, /^Broken: engine\.$/m);
  assert.equal(status, 1);
  remove();
});
