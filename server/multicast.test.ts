import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CodeAction, CompletionItem, Diagnostic, Hover } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ListScenariosResult, OpenTraceResult } from "../protocol/requests.ts";
import { buildRealBundles } from "./testing/bundle.ts";
import type { TestClient } from "./testing/client.ts";
import { ask, lensTitles, serving, until } from "./testing/serve.ts";

declare const __ROOT__: string;

const { uriOf, withClient } = serving(buildRealBundles);
const caseText = (name: string) => readFileSync(join(__ROOT__, "test/cases/multicast", name), "utf8");
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => String(code)).toSorted();

async function allDone(client: TestClient, uri: string): Promise<void> {
  const list = () => ask<ListScenariosResult>(client, "faultline/listScenarios");
  await until(list, ({ scenarios }) => scenarios.some((one) => one.uri === uri) && scenarios.every(({ phase }) => phase === "done"));
}

test("multicast in the server: from the finding over its fix to none", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("load.multicast.json");
    const text = caseText("misspelt-group/bug.multicast.json");
    await documents.open(uri, text);
    const [finding] = await client.waitFor(uri, (found) => found.length > 0);
    assert.equal(finding?.code, "FL3010");
    const actions = await ask<CodeAction[]>(client, "textDocument/codeAction", {
      textDocument: { uri },
      range: finding?.range,
      context: { diagnostics: [finding] },
    });
    const edits = actions.find(({ edit }) => edit)?.edit?.changes?.[uri];
    assert.ok(edits);
    const mended = TextDocument.applyEdits(TextDocument.create(uri, "jsonc", 1, text), edits);
    await documents.change(uri, 2, mended);
    await client.waitFor(uri, (found) => found.length === 0);
    await allDone(client, uri);
    assert.match((await lensTitles(client, uri))[0] ?? "", /^✓ holds · /);
  }));

test("multicast in the server: lens, trace of a group, hover and completion", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("lens.multicast.json");
    const text = caseText("shared-rule-reaches-others/bug.multicast.json");
    await documents.open(uri, text);
    await client.waitFor(uri, (found) =>
      found.some(({ code, relatedInformation = [] }) => code === "FL3005" && relatedInformation.length > 1),
    );
    const titles = await lensTitles(client, uri);
    assert.match(titles[0] ?? "", /^✗ violated · 1 problem · /);
    assert.ok(titles.some((title) => /receivers · .* header · .* spurious/.test(title)) && titles.includes("Show paths"));
    const opened = await ask<OpenTraceResult>(client, "faultline/openTrace", {
      trace: { kind: "result", uri, scenario: "lens", trace: 0 },
    });
    assert.equal(opened.head.picture?.kind, "topology");
    assert.deepEqual(
      opened.about.codes.map(({ code }) => code),
      ["FL3005"],
    );
    assert.equal(opened.about.isObsolete, false);
    assert.equal((await ask<{ kind: string }>(client, "faultline/replayTrace", { trace: opened.about.ref })).kind, "fails-again");
    const document = TextDocument.create(uri, "jsonc", 1, text);
    const position = document.positionAt(text.indexOf('"topology"') + 3);
    assert.ok(JSON.stringify((await ask<Hover>(client, "textDocument/hover", { textDocument: { uri }, position })).contents).length > 20);
    const inside = document.positionAt(text.indexOf("{") + 1);
    assert.ok((await ask<CompletionItem[]>(client, "textDocument/completion", { textDocument: { uri }, position: inside })).length > 0);
  }));

test("multicast in the server: 200 edits in a burst, most of them broken, end in what a fresh start says", () =>
  withClient({}, async (client, documents) => {
    const uri = uriOf("burst.multicast.json");
    const text = caseText("leaf-tables-full/bug.multicast.json");
    await documents.open(uri, text);
    let current = TextDocument.create(uri, "jsonc", 1, text);
    for (let version = 2; version <= 200; version += 1) {
      const at = current.positionAt((version * 7919) % current.getText().length);
      const end = current.positionAt(current.offsetAt(at) + (version % 4));
      const typed = ["{", '"', "x\n", "", "7,"][version % 5] ?? "";
      await documents.edit(uri, version, { start: at, end }, typed);
      current = TextDocument.update(current, [{ range: { start: at, end }, text: typed }], version);
    }
    await documents.change(uri, 201, text);
    await allDone(client, uri);
    await withClient({}, async (fresh, freshDocuments) => {
      await freshDocuments.open(uri, text);
      await allDone(fresh, uri);
      const expected = fresh.diagnostics.get(uri) ?? [];
      assert.ok(codes(expected).includes("FL3003"));
      assert.deepEqual(
        await client.waitFor(uri, (found) => found.length === expected.length && found.every(({ tags }) => !tags)),
        expected,
      );
    });
  }));

test("multicast in the server: a configuration in TypeScript or YAML is one like any other", () =>
  withClient({ isTrusted: false }, async (client, documents) => {
    const config = caseText("frame-over-mtu/bug.multicast.json");
    const typescript = uriOf("load.ts");
    await documents.open(
      typescript,
      `import { defineMulticast } from "faultline/multicast";\n\nexport default defineMulticast(${config});\n`,
    );
    assert.deepEqual(codes(await client.waitFor(typescript, (found) => found.length > 0)), ["FL3002"]);
    const yaml = uriOf("load.multicast.yaml");
    await documents.open(yaml, config.replaceAll(/^\s*\/\/.*$/gm, ""));
    assert.deepEqual(codes(await client.waitFor(yaml, (found) => found.length > 0)), ["FL3002"]);
  }));
