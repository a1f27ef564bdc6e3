import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CancellationTokenSource } from "vscode-languageserver/node";
import type { Report } from "../../protocol/report.ts";
import type { OpenTraceResult, RunResult, TraceWindow } from "../../protocol/requests.ts";
import { eventually } from "../testing/processes.ts";
import { ask, lensTitles, messagesOf, serving, until } from "../testing/serve.ts";

const { folder, uriOf, withClient } = serving();
const manual = { settings: { run: "manual" } };

test("server: lenses say what is going on, and their commands work in any client", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("lenses.toy");
    const titles = () => lensTitles(client, uri);
    const execute = (command: string, argument: object) => ask(client, "workspace/executeCommand", { command, arguments: [argument] });
    await documents.open(uri, "a: polls\n");
    const running = await until(titles, ([first]) => /^↻ running · .* turns/.test(first ?? ""));
    assert.deepEqual(running.slice(1), ["Stop"]);
    await execute("faultline.stop", { uri, scenario: "a" });
    assert.match((await titles())[0] ?? "", /^■ stopped/);
    await documents.change(uri, 2, "a: holds 1234\nb: fails x\n");
    await execute("faultline.run", { uris: [uri] });
    const done = await titles();
    assert.match(done[0] ?? "", /^✓ holds · 1,234 turns/);
    assert.deepEqual(done.slice(1, 4), ["Run", "1234 receivers", "Show paths"]);
    assert.match(done[4] ?? "", /^✗ violated · 1 problem/);
    assert.deepEqual(done.slice(5, 7), ["Run", "Trace"]);
    await execute("faultline.showTrace", { kind: "result", uri, scenario: "b", trace: 0 });
    assert.match(JSON.stringify(client.told.find(({ method }) => method === "window/showMessage")), /count 0 → 1/);
  }));

test("server: a request to run that the client takes back stops the run", () =>
  withClient(manual, async (client, documents) => {
    const uri = uriOf("cancel.toy");
    await documents.open(uri, "a: spins\n");
    const source = new CancellationTokenSource();
    const run = client.connection.sendRequest<RunResult>("faultline/run", { uris: [uri] }, source.token);
    await until(
      () => lensTitles(client, uri),
      ([first]) => /running/.test(first ?? ""),
    );
    source.cancel();
    assert.equal((await run).scenarios[0]?.phase, "cancelled");
    assert.match((await lensTitles(client, uri))[0] ?? "", /stopped/);
  }));

test("server: without trust nothing of the user's is run; with it everything is", () =>
  withClient({ isTrusted: false }, async (client, documents) => {
    const data = uriOf("data.toy");
    const code = uriOf("code.trusted");
    await documents.open(code, "a: fails it is lost bad\n");
    await documents.open(data, "a: fails data\n");
    // The one that needs no trust was opened later and has been run.
    await client.waitFor(data, (found) => found.length === 1);
    assert.deepEqual(messagesOf(await client.waitFor(code, (found) => found.length === 1)), ["`a` is bad"]);
    assert.deepEqual(await lensTitles(client, code), ["not run: waits until the workspace is trusted"]);
    assert.equal((await ask<RunResult>(client, "faultline/run", { uris: [code] })).scenarios[0]?.phase, "blocked");
    const subject = { kind: "subject", uri: code, scenario: "a", subject: 5 };
    await assert.rejects(ask(client, "faultline/openTrace", { trace: subject }), /trusted/);
    await client.connection.sendNotification("faultline/trustGranted");
    await client.waitFor(code, (found) => found.length === 2);
  }));

test("server: a bug of ours is one FL0001 with a report that holds nothing of the user's, and all else goes on", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("bug.toy");
    await documents.open(uri, "a: throws secret\nb: fails x\n");
    const found = await client.waitFor(uri, (found) => found.length === 2);
    const { report = "" } = (found.find(({ code }) => code === "FL0001")?.data ?? {}) as { report?: string };
    assert.match(
      report,
      /^Faultline 0\.0\.0-test, simulator toy, scenario a\nNode .*\nTypeError\n\s+at (?:Object\.)?run \(worker\.cjs:\d+:\d+\)/,
    );
    assert.doesNotMatch(report, /secret|[/\\]/);
    await documents.change(uri, 2, "discovery throws\n");
    const discovery = await client.waitFor(uri, (found) => found.length === 1);
    assert.deepEqual(
      discovery.map(({ code }) => code),
      ["FL0001"],
    );
    await documents.change(uri, 3, "b: fails y\n");
    await client.waitFor(uri, (found) => messagesOf(found).includes("y"));
  }));

test("server: results are kept between sessions, and what is broken there does no harm", async () => {
  const cacheFolder = join(folder(), ".cache");
  const options = { cacheFolder, settings: { run: "onSave" } };
  const uri = uriOf("kept.toy");
  const text = "a: fails it is lost\n";
  await withClient(options, async (client, documents) => {
    await documents.open(uri, text);
    await documents.save(uri);
    await client.waitFor(uri, (found) => found.length === 1);
  });
  await withClient(options, async (client, documents) => {
    await documents.open(uri, text);
    // Nothing is saved here: only what is kept can be shown.
    await client.waitFor(uri, (found) => found.length === 1);
  });
  for (const name of readdirSync(join(cacheFolder, "results"))) writeFileSync(join(cacheFolder, "results", name), "{}\n{");
  await withClient(options, async (client, documents) => {
    await documents.open(uri, text);
    assert.equal(
      (
        await until(
          () => lensTitles(client, uri),
          (titles) => titles.length > 0,
        )
      )[0],
      "not run yet",
    );
    await documents.save(uri);
    await client.waitFor(uri, (found) => found.length === 1);
  });
});

test("server: settings take effect without a restart", () =>
  withClient(manual, async (client, documents) => {
    const uri = uriOf("settings.toy");
    const set = (faultline: object) => client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { faultline } });
    await documents.open(uri, "a: fails x\nb: polls\n");
    assert.equal((await lensTitles(client, uri))[0], "not run yet");
    await set({ run: "onType", timeLimit: 0.3, workers: 1 });
    await client.waitFor(uri, (found) => found.length === 1);
    await until(
      () => lensTitles(client, uri),
      (titles) => titles.some((title) => /undecided · told to stop: time/.test(title)),
    );
    await set({ run: "onType", simulators: { toy: { enabled: false } } });
    await client.waitFor(uri, (found) => found.length === 0);
    assert.deepEqual(await lensTitles(client, uri), []);
    const meanwhile = uriOf("meanwhile.toy");
    await documents.open(meanwhile, "a: fails too\n");
    await set({ run: "onType", timeLimit: 0.3 });
    await client.waitFor(uri, (found) => found.length === 1);
    await client.waitFor(meanwhile, (found) => found.length === 1);
  }));

test("server: our own client hears of states, work and a lost engine", () =>
  withClient({ isFaultlineClient: true, settings: { timeLimit: 2 } }, async (client, documents) => {
    await documents.open(uriOf("told.toy"), "a: kills\nb: holds\nc: polls\n");
    const isTold = (method: string, pattern: RegExp) =>
      eventually(() => client.told.some((one) => one.method === method && pattern.test(JSON.stringify(one.params))), 10_000);
    assert.ok(await isTold("faultline/scenariosChanged", /"scenario":"b".*"phase":"done"/));
    assert.ok(await isTold("faultline/scenariosChanged", /"scenario":"a".*"phase":"crashed"/));
    assert.ok(await isTold("faultline/heartbeat", /"engine":"ready"/));
    assert.ok(await isTold("faultline/heartbeat", /"running":0,"queued":0/));
    assert.equal(client.told.filter(({ method }) => method === "faultline/notice").length, 1);
    assert.ok(!client.told.some(({ method }) => method === "window/showMessage"));
  }));

test("server: traces are read by window, and replayed", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("trace.toy");
    await documents.open(uri, "a: holds 3\n");
    const subject = (value: unknown) => ({ trace: { kind: "subject", uri, scenario: "a", subject: value } });
    const { key, steps } = await ask<OpenTraceResult>(client, "faultline/openTrace", subject(5000));
    assert.equal(steps, 5000);
    const window = await ask<TraceWindow>(client, "faultline/traceWindow", { key, from: 4000, to: 9000 });
    assert.equal(window.steps.length, 1000);
    assert.equal(window.state["count"], 4000);
    await assert.rejects(ask(client, "faultline/openTrace", subject("none")), /no such run/);
    await assert.rejects(ask(client, "faultline/traceWindow", { key: "none", from: 0, to: 1 }), /open it again/);
    await assert.rejects(ask(client, "faultline/openTrace", { trace: { kind: "file", uri: uriOf("missing.json") } }), /cannot be read/);
    assert.equal((await ask<{ kind: string }>(client, "faultline/replayTrace", subject(5))).kind, "fails-again");
    const exported = await ask<{ text: string }>(client, "faultline/exportTrace", { ...subject(5), format: "json" });
    writeFileSync(join(folder(), "trace.json"), exported.text);
    const file = { trace: { kind: "file", uri: uriOf("trace.json") } };
    assert.equal((await ask<OpenTraceResult>(client, "faultline/openTrace", file)).steps, 5);
    assert.equal((await ask<{ kind: string }>(client, "faultline/replayTrace", file)).kind, "fails-again");
  }));

test("server: a report holds every scenario, also those that have not been run", () =>
  withClient(manual, async (client, documents) => {
    const uri = uriOf("report.toy");
    await documents.open(uri, "a: fails x\nb: holds\n??\n");
    await ask(client, "faultline/run", { uris: [uri], scenario: "a" });
    const { text } = await ask<{ text: string }>(client, "faultline/exportReport", { format: "json" });
    const report = JSON.parse(text) as Report;
    assert.deepEqual(report.summary, { holds: 0, violated: 1, undecided: 0, notRun: 1 });
    assert.equal(report.problems.length, 1);
    assert.equal(report.results[1]?.reason?.message, "not run yet");
  }));
