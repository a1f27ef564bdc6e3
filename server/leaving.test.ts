import assert from "node:assert/strict";
import { execFileSync, fork, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { documentsOf, startClient } from "./testing/client.ts";
import { eventually, isAlive, processesOf } from "./testing/processes.ts";
import { lensTitles, serving, until } from "./testing/serve.ts";

const { bundles, folder, uriOf } = serving();

/** Nothing may outlive the editor by more than this, milliseconds. */
const leaveMs = 3000;
const engines = () => processesOf(bundles().engine);
const servers = () => processesOf(bundles().server);

/** A server with an engine at work that never looks at its flag. Whatever a test does, nothing of it is left for the next. */
async function busyServer(t: TestContext) {
  const client = await startClient({ server: bundles().server, folder: folder() });
  t.after(() => client.server.kill("SIGKILL"));
  await documentsOf(client.connection).open(uriOf("busy.toy"), "a: spins\n");
  await until(
    () => lensTitles(client, uriOf("busy.toy")),
    ([title]) => /running/.test(title ?? ""),
  );
  assert.equal(engines().length, 1);
  return client;
}

test("leaving: the orderly way leaves nothing", async (t) => {
  const client = await busyServer(t);
  await client.close();
  assert.ok(await eventually(() => engines().length === 0 && servers().length === 0, leaveMs));
});

test("leaving: kill -9 of the server leaves no engine", async (t) => {
  const client = await busyServer(t);
  client.server.kill("SIGKILL");
  assert.ok(await eventually(() => engines().length === 0 && servers().length === 0, leaveMs));
  client.connection.dispose();
});

test("leaving: kill -9 of the engine is made good, and its run goes on", async (t) => {
  const client = await busyServer(t);
  const [engine = 0] = engines();
  process.kill(engine, "SIGKILL");
  assert.ok(await eventually(() => engines().some((id) => id !== engine), 10_000));
  const notices = () => client.told.filter(({ method }) => method === "window/showMessage").length;
  assert.ok(await eventually(() => notices() > 0, 10_000));
  await until(
    () => lensTitles(client, uriOf("busy.toy")),
    ([title]) => /running/.test(title ?? ""),
  );
  assert.equal(notices(), 1);
  await client.close();
});

/** A program between us and the server, as an editor is; it is killed. */
const editor = (server: string, transport: string) => `
const { ${transport === "ipc" ? "fork" : "spawn"} } = require("node:child_process");
const child = ${
  transport === "ipc"
    ? `fork(${JSON.stringify(server)}, ["--node-ipc"])`
    : `spawn(process.execPath, [${JSON.stringify(server)}, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] })`
};
const send = (message) => ${
  transport === "ipc"
    ? "child.send(message)"
    : 'child.stdin.write("Content-Length: " + Buffer.byteLength(JSON.stringify(message)) + "\\r\\n\\r\\n" + JSON.stringify(message))'
};
send({ jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: process.pid, rootUri: null, capabilities: {} } });
setTimeout(() => {
  send({ jsonrpc: "2.0", method: "initialized", params: {} });
  send({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument: { uri: "file:///nowhere/a.toy", languageId: "toy", version: 1, text: "a: spins" } } });
}, 500);
`;

for (const transport of ["ipc", "stdio"]) {
  test(`leaving: kill -9 of an editor that speaks over ${transport} leaves nothing`, async (t) => {
    const program = join(bundles().folder, `editor-${transport}.cjs`);
    writeFileSync(program, editor(bundles().server, transport));
    const started = spawn(process.execPath, [program], { stdio: "ignore" });
    t.after(() => started.kill("SIGKILL"));
    assert.ok(await eventually(() => engines().length === 1 && servers().length === 1, 10_000));
    started.kill("SIGKILL");
    assert.ok(await eventually(() => engines().length === 0 && servers().length === 0, leaveMs));
  });
}

test("leaving: a server notices that the process named by its client has gone, though its channel stays open", async (t) => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const server = fork(bundles().server, ["--node-ipc"]);
  t.after(() => server.kill("SIGKILL"));
  const answered = new Promise((resolve) => server.once("message", resolve));
  server.send({ jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: other.pid, rootUri: null, capabilities: {} } });
  await answered;
  other.kill("SIGKILL");
  assert.ok(await eventually(() => !isAlive(server.pid ?? 0), leaveMs));
});

/** Processes that a process has started. */
const childrenOf = (id: number | undefined): readonly number[] =>
  execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([child, parent, state = ""]) => (Number(parent) === id && !state.startsWith("Z") ? [Number(child)] : []));

for (const way of ["orderly", "SIGKILL"] as const) {
  test(`leaving: the bundler goes with its server (${way})`, async (t) => {
    const client = await startClient({ server: bundles().server, folder: folder() });
    t.after(() => client.server.kill("SIGKILL"));
    await documentsOf(client.connection).open(uriOf("a.code.ts"), "// scenario: main\nconst main = () => 1;\n");
    await until(
      () => lensTitles(client, uriOf("a.code.ts")),
      ([title]) => /holds/.test(title ?? ""),
    );
    const children = childrenOf(client.server.pid);
    assert.equal(children.length, 2, "the engine and the bundler");
    if (way === "orderly") await client.close();
    else client.server.kill(way);
    assert.ok(await eventually(() => children.every((id) => !isAlive(id)), leaveMs));
    client.connection.dispose();
  });
}
