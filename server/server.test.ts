import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { CodeLens } from "vscode-languageserver/node";
import { type Bundles, buildToyBundles } from "./testing/bundle.ts";
import { documentsOf, startClient, type TestClient, type TestClientOptions } from "./testing/client.ts";
import { eventually } from "./testing/processes.ts";

let bundles: Bundles;
let folder: string;
before(async () => {
  bundles = await buildToyBundles();
  folder = realpathSync(mkdtempSync(join(tmpdir(), "faultline-workspace-")));
});
after(() => {
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

const messages = (diagnostics: readonly { message: string }[]) => diagnostics.map(({ message }) => message);
const uriOf = (name: string) => `file://${folder}/${name}`;

async function withClient(
  options: Partial<TestClientOptions>,
  use: (client: TestClient, documents: ReturnType<typeof documentsOf>) => Promise<void>,
): Promise<void> {
  const client = await startClient({ server: bundles.server, folder, ...options });
  try {
    await use(client, documentsOf(client.connection));
  } finally {
    await client.close();
  }
}

const lenses = async (client: TestClient, uri: string) =>
  ((await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } })) as CodeLens[]).map(
    ({ command }) => command?.title,
  );

/** Waits until every scenario of the file has been run as it is now. */
async function allDone(client: TestClient, uri: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { scenarios } = (await client.connection.sendRequest("faultline/listScenarios")) as {
      scenarios: { uri: string; phase: string }[];
    };
    const own = scenarios.filter((one) => one.uri === uri);
    if (own.length > 0 && own.every(({ phase }) => phase === "done")) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  assert.fail("the scenarios are not done");
}

test("server: static findings come at once, those of a run follow, with links, places and fixes", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("one.toy");
    await documents.open(uri, "a: fails it is lost\nb: holds bad\n??\n");
    await client.waitFor(uri, (found) => found.length === 3);
    const found = await client.waitFor(uri, (found) => found.some(({ code }) => code === "FL3901"));
    assert.deepEqual(messages(found).sort(), ["`b` is bad", "it is lost", "no command"]);
    const failing = found.find(({ code }) => code === "FL3901");
    assert.equal(failing?.source, "faultline");
    assert.match(failing?.codeDescription?.href ?? "", /^https:.*FL3901\.md$/);
    assert.deepEqual(failing?.relatedInformation, [
      { message: "1. first", location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 19 } } } },
    ]);
    const actions = (await client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: { line: 1, character: 10 }, end: { line: 1, character: 10 } },
      context: { diagnostics: [] },
    })) as { title: string; isPreferred?: boolean; edit?: unknown }[];
    assert.equal(actions[0]?.title, "Write good");
    assert.equal(actions[0]?.isPreferred, true);
    assert.deepEqual(actions[0]?.edit, {
      changes: { [uri]: [{ range: { start: { line: 1, character: 9 }, end: { line: 1, character: 12 } }, newText: "good" }] },
    });
  }));

test("server: a burst of 200 edits ends in what a fresh start would say", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("burst.toy");
    await documents.open(uri, "a: fails first\n");
    let text = "a: fails first\n";
    for (let version = 2; version <= 201; version += 1) {
      // Inserts in the middle, deletes at the front, scenarios that come and go, and some that would run for ever.
      const line = version % 7 === 0 ? "l: polls\n" : version % 3 === 0 ? "??\n" : `e${version}: fails number ${version}\n`;
      await documents.edit(
        uri,
        version,
        { start: { line: 0, character: 0 }, end: { line: version % 5 === 0 ? 1 : 0, character: 0 } },
        line,
      );
      text = line + (version % 5 === 0 ? text.slice(text.indexOf("\n") + 1) : text);
    }
    text = text.replace(/^l: polls$/gm, "l: holds");
    await documents.change(uri, 202, text);
    await allDone(client, uri);
    await withClient({}, async (fresh, freshDocuments) => {
      await freshDocuments.open(uri, text);
      await allDone(fresh, uri);
      const expected = fresh.diagnostics.get(uri) ?? [];
      assert.ok(expected.length > 100);
      assert.deepEqual(await client.waitFor(uri, (found) => found.length === expected.length), expected);
    });
  }));

test("server: a result of an older text stays, dimmed and moved along, until the new one comes", () =>
  withClient({ initialize: { initializationOptions: { settings: { run: "onSave" } } } }, async (client, documents) => {
    const uri = uriOf("obsolete.toy");
    await documents.open(uri, "a: fails it is lost\n");
    await documents.save(uri);
    await client.waitFor(uri, (found) => found.length === 1);
    await documents.edit(uri, 2, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, "\n\n");
    const [dimmed] = await client.waitFor(uri, (found) => found[0]?.tags?.length === 1);
    assert.deepEqual(dimmed?.tags, [1]);
    assert.equal(dimmed?.range.start.line, 2);
    assert.match(dimmed?.message ?? "", /obsolete/);
    assert.match((await lenses(client, uri))[0] ?? "", /obsolete · was violated/);
    await documents.save(uri);
    const [current] = await client.waitFor(uri, (found) => found.length === 1 && found[0]?.tags === undefined);
    assert.equal(current?.range.start.line, 2);
  }));

test("server: an edit that is taken back shows the result it had", () =>
  withClient({ initialize: { initializationOptions: { settings: { run: "onSave" } } } }, async (client, documents) => {
    const uri = uriOf("undo.toy");
    await documents.open(uri, "a: fails it is lost\n");
    await documents.save(uri);
    const before = await client.waitFor(uri, (found) => found.length === 1);
    await documents.change(uri, 2, "");
    await client.waitFor(uri, (found) => found.length === 0);
    await documents.change(uri, 3, "a: fails it is lost!\n");
    await documents.change(uri, 4, "a: fails it is lost\n");
    await documents.save(uri);
    assert.deepEqual(await client.waitFor(uri, (found) => found.length === 1 && found[0]?.tags === undefined), before);
  }));

test("server: closing a file that is not on disk clears its diagnostics", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("closed.toy");
    await documents.open(uri, "a: spins\n??\n");
    await client.waitFor(uri, (found) => found.length === 1);
    await documents.close(uri);
    await client.waitFor(uri, (found) => found.length === 0);
  }));

test("server: lenses say what is going on, and their commands work in any client", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("lenses.toy");
    await documents.open(uri, "a: polls\n");
    const isRunning = async () => /running/.test((await lenses(client, uri))[0] ?? "");
    for (let tries = 0; tries < 200 && !(await isRunning()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual((await lenses(client, uri)).slice(1), ["Stop"]);
    await client.connection.sendRequest("workspace/executeCommand", { command: "faultline.stop", arguments: [{ uri, scenario: "a" }] });
    assert.match((await lenses(client, uri))[0] ?? "", /stopped/);
    await documents.change(uri, 2, "a: holds 1234\nb: fails x\n");
    await client.waitFor(uri, (found) => found.length === 1);
    await client.connection.sendRequest("workspace/executeCommand", { command: "faultline.run", arguments: [{ uris: [uri] }] });
    const titles = await lenses(client, uri);
    assert.match(titles[0] ?? "", /^✓ holds · 1,234 turns/);
    assert.deepEqual(titles.slice(1, 4), ["Run", "1234 receivers", "Show paths"]);
    assert.match(titles[4] ?? "", /^✗ violated · 1 problem/);
    assert.deepEqual(titles.slice(5, 7), ["Run", "Trace"]);
    await client.connection.sendRequest("workspace/executeCommand", {
      command: "faultline.showTrace",
      arguments: [{ kind: "result", uri, scenario: "b", trace: 0 }],
    });
    const shown = client.told.find(({ method }) => method === "window/showMessage");
    assert.match(JSON.stringify(shown), /count 0 → 1/);
  }));

test("server: cancelling a run in the orderly way of LSP stops it", () =>
  withClient({ initialize: { initializationOptions: { settings: { run: "manual" } } } }, async (client, documents) => {
    const uri = uriOf("cancel.toy");
    await documents.open(uri, "a: spins\n");
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const run = client.connection.sendRequest("faultline/run", { uris: [uri] }, source.token) as Promise<{
      scenarios: { phase: string }[];
    }>;
    setTimeout(() => source.cancel(), 300);
    await run
      .then(({ scenarios }) => assert.equal(scenarios[0]?.phase, "cancelled"))
      .catch((error: { code?: number }) => assert.equal(error.code, -32800));
    assert.match((await lenses(client, uri))[0] ?? "", /stopped/);
  }));

test("server: without trust nothing of the user's is run; with it everything is", () =>
  withClient({ initialize: { initializationOptions: { isTrusted: false } } }, async (client, documents) => {
    const data = uriOf("data.toy");
    const code = uriOf("code.trusted");
    await documents.open(code, "a: fails it is lost bad\n");
    await documents.open(data, "a: fails data\n");
    await client.waitFor(data, (found) => found.length === 1);
    assert.deepEqual(messages(await client.waitFor(code, (found) => found.length === 1)), ["`a` is bad"]);
    assert.deepEqual(await lenses(client, code), ["not run: waits until the workspace is trusted"]);
    const { scenarios } = (await client.connection.sendRequest("faultline/run", { uris: [code] })) as { scenarios: { phase: string }[] };
    assert.equal(scenarios[0]?.phase, "blocked");
    await client.connection.sendNotification("faultline/trustGranted");
    await client.waitFor(code, (found) => found.length === 2);
  }));

test("server: a bug of ours is one FL0001 with a report that holds nothing of the user's, and all else goes on", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("bug.toy");
    await documents.open(uri, "a: throws secret\nb: fails x\n");
    const found = await client.waitFor(uri, (found) => found.length === 2);
    const bug = found.find(({ code }) => code === "FL0001");
    const { report } = bug?.data as { report: string };
    assert.match(
      report,
      /^Faultline 0\.0\.0-test, simulator toy, scenario a\nNode .*\nTypeError\n\s+at (?:Object\.)?run \(worker\.cjs:\d+:\d+\)/,
    );
    assert.doesNotMatch(report, /secret|\/work|home/);
    await documents.change(uri, 2, "discovery throws\n");
    assert.deepEqual(
      (await client.waitFor(uri, (found) => found.length === 1)).map(({ code }) => code),
      ["FL0001"],
    );
    await documents.change(uri, 3, "b: fails y\n");
    await client.waitFor(uri, (found) => messages(found).includes("y"));
  }));

test("server: a workspace is scanned; files come, change and go", async () => {
  writeFileSync(join(folder, "disk.toy"), "a: fails on disk\r\n");
  writeFileSync(join(folder, "bom.toy"), "\uFEFFa: fails with mark\r\n");
  writeFileSync(join(folder, "latin.toy"), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  writeFileSync(join(folder, "utf16.toy"), Buffer.from([0xff, 0xfe, 0x61, 0x00]));
  writeFileSync(join(folder, "large.toy"), "#".repeat(5 * 1024 * 1024 + 1));
  await withClient({}, async (client) => {
    assert.deepEqual(messages(await client.waitFor(uriOf("disk.toy"), (found) => found.length === 1)), ["on disk"]);
    assert.deepEqual(messages(await client.waitFor(uriOf("bom.toy"), (found) => found.length === 1)), ["with mark"]);
    assert.match(messages(await client.waitFor(uriOf("latin.toy"), (found) => found.length === 1))[0] ?? "", /not UTF-8/);
    assert.match(messages(await client.waitFor(uriOf("utf16.toy"), (found) => found.length === 1))[0] ?? "", /UTF-16/);
    assert.match(messages(await client.waitFor(uriOf("large.toy"), (found) => found.length === 1))[0] ?? "", /5\.0 MiB/);
    const changed = (name: string, type: number) =>
      client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(name), type }] });
    writeFileSync(join(folder, "disk.toy"), "\n\na: fails again\n");
    await changed("disk.toy", 2);
    assert.equal((await client.waitFor(uriOf("disk.toy"), (found) => messages(found).includes("again")))[0]?.range.start.line, 2);
    rmSync(join(folder, "disk.toy"));
    await changed("disk.toy", 3);
    await client.waitFor(uriOf("disk.toy"), (found) => found.length === 0);
    writeFileSync(join(folder, "new.toy"), "a: fails new\n");
    await changed("new.toy", 1);
    await client.waitFor(uriOf("new.toy"), (found) => found.length === 1);
  });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

test("server: results are kept between sessions, and what is broken there does no harm", async () => {
  const cacheFolder = join(folder, ".cache");
  const initialize = { initializationOptions: { cacheFolder, settings: { run: "onSave" } } };
  const uri = uriOf("kept.toy");
  await withClient({ initialize }, async (client, documents) => {
    await documents.open(uri, "a: fails it is lost\n");
    await documents.save(uri);
    await client.waitFor(uri, (found) => found.length === 1);
  });
  // Nothing is saved here: only what is kept can be shown.
  await withClient({ initialize }, async (client, documents) => {
    await documents.open(uri, "a: fails it is lost\n");
    await client.waitFor(uri, (found) => found.length === 1);
  });
  for (const name of readdirSync(join(cacheFolder, "results"))) writeFileSync(join(cacheFolder, "results", name), "{}\n{");
  await withClient({ initialize }, async (client, documents) => {
    await documents.open(uri, "a: fails it is lost\n");
    for (let tries = 0; tries < 20 && (await lenses(client, uri)).length === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await lenses(client, uri))[0], "not run yet");
    await documents.save(uri);
    await client.waitFor(uri, (found) => found.length === 1);
  });
});

test("server: settings take effect without a restart", () =>
  withClient({ initialize: { initializationOptions: { settings: { run: "manual" } } } }, async (client, documents) => {
    const uri = uriOf("settings.toy");
    const settings = (faultline: object) =>
      client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { faultline } });
    await documents.open(uri, "a: fails x\nb: polls\n");
    assert.equal((await lenses(client, uri))[0], "not run yet");
    await settings({ run: "onType", timeLimit: 0.3, workers: 1 });
    await client.waitFor(uri, (found) => found.length === 1);
    const isUndecided = async () => (await lenses(client, uri)).some((title) => /undecided · told to stop: time/.test(title ?? ""));
    for (let tries = 0; tries < 100 && !(await isUndecided()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 30));
    assert.ok(await isUndecided());
    await settings({ run: "onType", simulators: { toy: { enabled: false } } });
    await client.waitFor(uri, (found) => found.length === 0);
    assert.deepEqual(await lenses(client, uri), []);
  }));

test("server: our own client hears of states, work and a lost engine", () =>
  withClient(
    { initialize: { initializationOptions: { isFaultlineClient: true, settings: { timeLimit: 2 } } } },
    async (client, documents) => {
      const uri = uriOf("told.toy");
      await documents.open(uri, "a: kills\nb: holds\nc: polls\n");
      const told = (method: string, pattern: RegExp) =>
        client.told.some((one) => one.method === method && pattern.test(JSON.stringify(one.params)));
      assert.ok(await eventually(() => told("faultline/scenariosChanged", /"scenario":"b".*"phase":"done"/), 10_000));
      assert.ok(await eventually(() => told("faultline/scenariosChanged", /"scenario":"a".*"phase":"crashed"/), 10_000));
      assert.ok(await eventually(() => told("faultline/heartbeat", /"engine":"ready"/), 5000));
      assert.ok(await eventually(() => told("faultline/heartbeat", /"running":0,"queued":0/), 5000));
      assert.equal(client.told.filter(({ method }) => method === "faultline/notice").length, 1);
      assert.ok(!client.told.some(({ method }) => method === "window/showMessage"));
    },
  ));

test("server: traces are read by window", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("trace.toy");
    await documents.open(uri, "a: holds 3\n");
    await client.waitFor(uri, () => true);
    const opened = (await client.connection.sendRequest("faultline/openTrace", {
      trace: { kind: "subject", uri, scenario: "a", subject: 5000 },
    })) as { key: string; steps: number };
    assert.equal(opened.steps, 5000);
    const window = (await client.connection.sendRequest("faultline/traceWindow", { key: opened.key, from: 4000, to: 9000 })) as {
      steps: unknown[];
      state: { count: number };
    };
    assert.equal(window.steps.length, 1000);
    assert.equal(window.state.count, 4000);
    await assert.rejects(
      client.connection.sendRequest("faultline/openTrace", { trace: { kind: "subject", uri, scenario: "a", subject: "none" } }),
      /no such run/,
    );
    await assert.rejects(client.connection.sendRequest("faultline/traceWindow", { key: "none", from: 0, to: 1 }), /open it again/);
    await assert.rejects(
      client.connection.sendRequest("faultline/openTrace", { trace: { kind: "file", uri: uriOf("missing.json") } }),
      /cannot be read/,
    );
    assert.deepEqual(
      await client.connection
        .sendRequest("faultline/replayTrace", { trace: { kind: "subject", uri, scenario: "a", subject: 5 } })
        .then((replay) => (replay as { kind: string }).kind),
      "fails-again",
    );
  }));

test("server: requests about files that nobody knows are answered", () =>
  withClient({}, async (client) => {
    const textDocument = { uri: uriOf("nobody.toy") };
    const position = { line: 9, character: 9 };
    assert.deepEqual(await client.connection.sendRequest("textDocument/codeLens", { textDocument }), []);
    assert.equal(await client.connection.sendRequest("textDocument/hover", { textDocument, position }), null);
    assert.deepEqual(await client.connection.sendRequest("textDocument/completion", { textDocument, position }), []);
    assert.deepEqual(await client.connection.sendRequest("faultline/listScenarios"), { scenarios: [] });
    assert.equal(await client.connection.sendRequest("faultline/getResult", { uri: textDocument.uri, scenario: "a" }), null);
    // A bad request must not end the server either.
    await client.connection.sendRequest("faultline/run", { uris: 7 }).catch(() => {});
    assert.deepEqual(await client.connection.sendRequest("faultline/listScenarios"), { scenarios: [] });
  }));
