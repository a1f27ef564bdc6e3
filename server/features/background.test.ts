import assert from "node:assert/strict";
import { test } from "node:test";
import { type CodeAction, CodeActionTriggerKind, type Diagnostic, type Hover } from "vscode-languageserver/node";
import type { GetResultResult, OpenTraceResult, RunResult } from "../../protocol/requests.ts";
import type { DiagnosticData } from "../lsp.ts";
import { idleAfterMs } from "../queue.ts";
import type { TestClient } from "../testing/client.ts";
import { ask, lensTitles, messagesOf, serving, until } from "../testing/serve.ts";

// Results as they arrive, and what is done once they are there.

const { uriOf, withClient } = serving();

const fixesOf = (found: readonly Diagnostic[]): readonly string[] =>
  found.flatMap(({ data }) => (data as DiagnosticData).fixes.map(({ title }) => title));

const hoverText = async (client: TestClient, uri: string): Promise<string> =>
  JSON.stringify(await ask<Hover>(client, "textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 1 } }));

test("server: what a run has found is shown while it goes on, and a newer edit makes it obsolete", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("slow.toy");
    await documents.open(uri, "a: tells it is lost\n");
    assert.deepEqual(messagesOf(await client.waitFor(uri, (found) => found.length === 1)), ["it is lost"]);
    const titles = await until(
      () => lensTitles(client, uri),
      ([first]) => /so far/.test(first ?? ""),
    );
    assert.match(titles[0] ?? "", /^↻ running · 1 problem so far · first turn done · /);
    assert.deepEqual(titles.slice(1, 3), ["Stop", "Trace"]);
    const trace = { kind: "result", uri, scenario: "a", trace: 0 };
    assert.equal((await ask<OpenTraceResult>(client, "faultline/openTrace", { trace })).steps, 10);
    assert.match(await hoverText(client, uri), /violated/);
    // It is no result: a report knows nothing of it.
    assert.equal(await ask<GetResultResult>(client, "faultline/getResult", { uri, scenario: "a" }), null);
    await documents.change(uri, 2, "a: polls\n");
    await client.waitFor(uri, (found) => found.length === 1 && /obsolete/.test(messagesOf(found)[0] ?? ""));
    await documents.change(uri, 3, "a: holds\n");
    await client.waitFor(uri, (found) => found.length === 0);
    // The text of before: what was found in it then is not taken for its answer.
    await documents.change(uri, 4, "a: tells it is lost\n");
    await until(
      () => lensTitles(client, uri),
      ([first]) => first?.startsWith("↻ running · 1 problem so far") ?? false,
    );
  }));

test("server: what a run had found when it was ended stays, also when it could not say so itself", () =>
  withClient({ settings: { run: "manual", timeLimit: 0.5 } }, async (client, documents) => {
    const uri = uriOf("ended.toy");
    await documents.open(uri, "a: tells\nb: tells spins\n");
    const { scenarios } = await ask<RunResult>(client, "faultline/run", { uris: [uri] });
    assert.deepEqual(
      scenarios.map(({ verdict, phase }) => [verdict, phase]),
      [
        ["violated", "done"],
        ["violated", "done"],
      ],
    );
    await client.waitFor(uri, (found) => found.length === 2 && found.every(({ data }) => !(data as DiagnosticData).obsolete));
  }));

test("server: a result comes at once, and again with the quick fixes that mend it", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("fixes.diligent");
    const first = client.waitFor(uri, (found) => found.length === 1);
    const second = client.waitFor(uri, (found) => fixesOf(found).length > 0);
    await documents.open(uri, "a: fails mendable\n");
    const [before, after] = [await first, await second];
    assert.deepEqual(fixesOf(after), ["Write holds 1"]);
    assert.deepEqual(
      after.map(({ data, ...rest }) => [rest, { ...(data as DiagnosticData), fixes: [] }]),
      before.map(({ data, ...rest }) => [rest, { ...(data as DiagnosticData), fixes: [] }]),
    );
  }));

test("server: a menu of quick fixes that is opened while they are tried waits for them", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("menu.diligent");
    const titles = async () =>
      (
        await ask<CodeAction[]>(client, "textDocument/codeAction", {
          textDocument: { uri },
          range: { start: { line: 0, character: 3 }, end: { line: 0, character: 3 } },
          context: { diagnostics: [], triggerKind: CodeActionTriggerKind.Invoked },
        })
      ).map(({ title }) => title);
    const found = client.waitFor(uri, ({ length }) => length === 1);
    await documents.open(uri, "a: fails mendable slowly\n");
    await found;
    assert.equal((await titles())[0], "Write holds 1");
  }));

test("server: what holds is searched deeper when there is nothing else to do", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("deep.diligent");
    const title = async () => (await lensTitles(client, uri))[0] ?? "";
    await documents.open(uri, "a: deepens holds\n");
    await until(title, (text) => text.startsWith("✓ holds · 2 turns"));
    await documents.change(uri, 2, "a: deepens fails\n");
    assert.deepEqual(messagesOf(await client.waitFor(uri, (found) => found.length === 1)), ["found deeper"]);
    await documents.change(uri, 3, "a: deepens limited\n");
    await until(title, (text) => text.startsWith("✓ holds · 1 turn"));
    await until(
      () => hoverText(client, uri),
      (text) => /Not completed: every pair of turns/.test(text),
    );
    assert.match(await title(), /^✓ holds · 1 turn/);
  }));

test("server: in manual mode nothing is searched deeper that nobody asked for", () =>
  withClient({ settings: { run: "manual" } }, async (client, documents) => {
    const uri = uriOf("manual.diligent");
    await documents.open(uri, "a: deepens fails\n");
    const run = async (deep: boolean) => (await ask<RunResult>(client, "faultline/run", { uris: [uri], deep })).scenarios[0]?.verdict;
    assert.equal(await run(false), "holds");
    await new Promise((resolve) => setTimeout(resolve, idleAfterMs + 500));
    assert.match((await lensTitles(client, uri))[0] ?? "", /^✓ holds/);
    assert.equal(await run(true), "violated");
  }));
