import assert from "node:assert/strict";
import { test } from "node:test";
import { type CodeAction, type CompletionItem, ErrorCodes, type Hover, type InlayHint } from "vscode-languageserver/node";
import type { ListScenariosResult } from "../../protocol/requests.ts";
import type { TestClient } from "../testing/client.ts";
import { ask, lensTitles, messagesOf, serving, until } from "../testing/serve.ts";

const { uriOf, withClient } = serving();
const place = (line: number, character: number) => ({ line, character });
const onSave = { settings: { run: "onSave" } };

/** Waits until every scenario of the file has been run as it is now. */
async function allDone(client: TestClient, uri: string): Promise<void> {
  const list = () => ask<ListScenariosResult>(client, "faultline/listScenarios");
  await until(list, ({ scenarios }) => {
    const own = scenarios.filter((one) => one.uri === uri);
    return own.length > 0 && own.every(({ phase }) => phase === "done");
  });
}

test("server: static findings come at once, those of a run follow, with links, places and fixes", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("one.toy");
    await documents.open(uri, "a: fails it is lost\nb: holds bad\n??\n");
    const found = await client.waitFor(uri, (found) => found.some(({ code }) => code === "FL3901"));
    assert.deepEqual(messagesOf(found).toSorted(), ["`b` is bad", "it is lost", "no command"]);
    const failing = found.find(({ code }) => code === "FL3901");
    assert.equal(failing?.source, "faultline");
    assert.match(failing?.codeDescription?.href ?? "", /^https:.*FL3901\.md$/);
    const range = { start: place(0, 0), end: place(0, 19) };
    assert.deepEqual(failing?.relatedInformation, [{ message: "1. first", location: { uri, range } }]);
    const cursor = { start: place(1, 10), end: place(1, 10) };
    const actions = await ask<CodeAction[]>(client, "textDocument/codeAction", {
      textDocument: { uri },
      range: cursor,
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.title, "Write good");
    assert.equal(actions[0]?.isPreferred, true);
    assert.deepEqual(actions[0]?.edit, { changes: { [uri]: [{ range: { start: place(1, 9), end: place(1, 12) }, newText: "good" }] } });
    assert.match(actions[1]?.title ?? "", /^Explain FL3900/);
  }));

test("server: hover tells what was checked; completion without snippets has no placeholders", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("hover.toy");
    await documents.open(uri, "a: holds 5\n");
    await allDone(client, uri);
    const hover = await ask<Hover>(client, "textDocument/hover", { textDocument: { uri }, position: place(0, 3) });
    assert.match(
      JSON.stringify(hover.contents),
      /line 0.*\*\*a\*\* holds.*✓ `FL3901` holds.*5 turns.*faultline check hover\.toy --scenario a --seed 1/,
    );
    const [item] = await ask<CompletionItem[]>(client, "textDocument/completion", { textDocument: { uri }, position: place(0, 3) });
    assert.deepEqual(item?.textEdit, { range: { start: place(0, 3), end: place(0, 3) }, newText: "holds 5" });
  }));

test("server: hints within lines stay with their line while they are obsolete, and say so", () =>
  withClient(onSave, async (client, documents) => {
    const uri = uriOf("hints.toy");
    const hints = async (start = 0, end = 9) => {
      const range = { start: place(start, 0), end: place(end, 0) };
      const all = await ask<InlayHint[]>(client, "textDocument/inlayHint", { textDocument: { uri }, range });
      return all.map(
        ({ label, position }) =>
          `${typeof label === "string" ? label : label.map(({ value }) => value).join("")} at ${position.line}:${position.character}`,
      );
    };
    await documents.open(uri, "a: holds 5\n");
    await ask(client, "faultline/run", { uris: [uri] });
    assert.deepEqual(await hints(), ["5 states at 0:10"]);
    await documents.change(uri, 2, "\n\na: holds 6\n");
    assert.deepEqual(await hints(), ["↻ 5 states at 2:10"]);
    assert.deepEqual(await hints(0, 1), [], "only what is asked for");
    await documents.change(uri, 3, "\n\na: broken\n");
    await ask(client, "faultline/run", { uris: [uri] });
    assert.deepEqual(await hints(), ["↻ 5 states at 2:9"], "what cannot be run now keeps those of the last run");
    await documents.change(uri, 4, "a: holds 7\n");
    await ask(client, "faultline/run", { uris: [uri] });
    assert.deepEqual(await hints(), ["7 states at 0:10"]);
  }));

test("server: a burst of 200 edits ends in what a fresh start would say", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("burst.toy");
    let text = "a: fails first\n";
    await documents.open(uri, text);
    for (let version = 2; version <= 201; version += 1) {
      // Inserts and replacements at the front, scenarios that come and go, and some that would run for ever.
      const line = version % 7 === 0 ? "l: polls\n" : version % 3 === 0 ? "??\n" : `e${version}: fails number ${version}\n`;
      const isReplacing = version % 5 === 0;
      await documents.edit(uri, version, { start: place(0, 0), end: place(isReplacing ? 1 : 0, 0) }, line);
      text = line + (isReplacing ? text.slice(text.indexOf("\n") + 1) : text);
    }
    text = text.replace(/^l: polls$/gm, "l: holds");
    await documents.change(uri, 202, text);
    await allDone(client, uri);
    await withClient({}, async (fresh, freshDocuments) => {
      await freshDocuments.open(uri, text);
      await allDone(fresh, uri);
      const expected = await fresh.waitFor(uri, (found) => messagesOf(found).includes("number 200"));
      assert.ok(expected.length > 100);
      assert.deepEqual(await client.waitFor(uri, (found) => found.length === expected.length), expected);
    });
  }));

test("server: a result of an older text stays, dimmed and moved along, until the new one comes", () =>
  withClient(onSave, async (client, documents) => {
    const uri = uriOf("obsolete.toy");
    await documents.open(uri, "a: fails it is lost\n");
    await documents.save(uri);
    await client.waitFor(uri, (found) => found.length === 1);
    await documents.edit(uri, 2, { start: place(0, 0), end: place(0, 0) }, "\n\n");
    const [dimmed] = await client.waitFor(uri, (found) => found[0]?.tags?.length === 1);
    assert.deepEqual(dimmed?.tags, [1]);
    assert.equal(dimmed?.range.start.line, 2);
    assert.match(messagesOf(dimmed ? [dimmed] : [])[0] ?? "", /obsolete/);
    assert.match((await lensTitles(client, uri))[0] ?? "", /obsolete · was violated/);
    await documents.save(uri);
    const [current] = await client.waitFor(uri, (found) => found.length === 1 && found[0]?.tags === undefined);
    assert.equal(current?.range.start.line, 2);
  }));

test("server: an edit that is taken back shows the result it had", () =>
  withClient(onSave, async (client, documents) => {
    const uri = uriOf("undo.toy");
    await documents.open(uri, "a: fails it is lost\n");
    await documents.save(uri);
    const before = await client.waitFor(uri, (found) => found.length === 1);
    await documents.edit(uri, 2, { start: place(0, 2), end: place(0, 19) }, " fails");
    await client.waitFor(uri, (found) => found[0]?.tags !== undefined);
    await documents.change(uri, 3, "a: fails it is lost\n");
    // Nothing was run since: the places are those of the result, not what is left of them after the edits.
    assert.deepEqual(await client.waitFor(uri, (found) => found.length === 1 && found[0]?.tags === undefined), before);
  }));

test("server: in the middle of a word the last findings stay, dimmed", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("broken.toy");
    await documents.open(uri, "a: fails it is lost\n");
    await client.waitFor(uri, (found) => found.length === 1);
    await documents.edit(uri, 2, { start: place(0, 3), end: place(0, 8) }, "broken");
    const found = await client.waitFor(uri, (found) => found.length === 2);
    assert.deepEqual(
      found.map(({ code, tags }) => [code, tags]),
      [
        ["FL3900", undefined],
        ["FL3901", [1]],
      ],
    );
    assert.match((await lensTitles(client, uri))[0] ?? "", /not run · no behaviour/);
    await documents.edit(uri, 3, { start: place(0, 3), end: place(0, 9) }, "holds");
    await client.waitFor(uri, (found) => found.length === 0);
  }));

test("server: closing a file that is not on disk clears its diagnostics", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("closed.toy");
    await documents.open(uri, "a: spins\n??\n");
    await client.waitFor(uri, (found) => found.length === 1);
    await documents.close(uri);
    await client.waitFor(uri, (found) => found.length === 0);
  }));

test("server: requests about files that nobody knows are answered, and bad ones do not end it", () =>
  withClient({}, async (client) => {
    const textDocument = { uri: uriOf("nobody.toy") };
    const position = place(9, 9);
    assert.deepEqual(await lensTitles(client, textDocument.uri), []);
    assert.equal(await ask(client, "textDocument/hover", { textDocument, position }), null);
    assert.deepEqual(await ask(client, "textDocument/completion", { textDocument, position }), []);
    assert.equal(await ask(client, "faultline/getResult", { uri: textDocument.uri, scenario: "a" }), null);
    await assert.rejects(ask(client, "faultline/openTrace", { trace: { kind: "result" } }));
    await ask(client, "faultline/run", { uris: 7 }).catch(() => {});
    assert.deepEqual(await ask(client, "faultline/listScenarios"), { scenarios: [] });
  }));

test("server: after shutdown it answers no more, as the protocol asks", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("late.toy");
    await documents.open(uri, "a: holds\n");
    const hover = () => ask<Hover | null>(client, "textDocument/hover", { textDocument: { uri }, position: place(0, 0) });
    await hover();
    await client.connection.sendRequest("shutdown");
    await assert.rejects(hover, { code: ErrorCodes.InvalidRequest });
  }));
