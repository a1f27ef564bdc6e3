import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApplyWorkspaceEditParams, CodeAction, CodeLens, ShowMessageRequestParams } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ListScenariosResult } from "../protocol/requests.ts";
import { buildRealBundles } from "./testing/bundle.ts";
import { ask, lensTitles, messagesOf, serving } from "./testing/serve.ts";

const { uriOf, withClient } = serving(buildRealBundles);

const text = `import { CoreV1Api, KubeConfig, type V1Node } from "@kubernetes/client-node";
const core = new KubeConfig().makeApiClient(CoreV1Api);

export async function reconcile(node: V1Node): Promise<void> {
  core.createNamespacedSecret({ namespace: "nodes", body: { metadata: { name: node.metadata?.name } } });
}
`;
const tags = "/**\n * @reconcile v1 Node\n * @sample ./node.yaml\n */\n";
const isTrusted = false;
const capabilities = { workspace: { applyEdit: true } };

test("an offer: findings at once, nothing is run; the lens puts the tags in, also without trust", () =>
  withClient(
    {},
    async (client, documents) => {
      const uri = uriOf("operator.ts");
      await documents.open(uri, text);
      const found = await client.waitFor(uri, ({ length }) => length > 0);
      assert.match(messagesOf(found).join("\n"), /^nobody waits for `createNamespacedSecret`[^\n]*$/);
      assert.deepEqual(await ask<ListScenariosResult>(client, "faultline/listScenarios"), { scenarios: [] });
      const [lens, ...more] = await ask<CodeLens[]>(client, "textDocument/codeLens", { textDocument: { uri } });
      assert.deepEqual([lens?.command?.title, lens?.range.start, more], ["Verify as reconcile", { line: 3, character: 22 }, []]);

      const asked: ApplyWorkspaceEditParams[] = [];
      client.connection.onRequest("workspace/applyEdit", (params: ApplyWorkspaceEditParams) => {
        asked.push(params);
        return { applied: true };
      });
      const shown: string[] = [];
      client.connection.onRequest("window/showMessageRequest", ({ message }: ShowMessageRequestParams) => {
        shown.push(message);
        return null;
      });
      await ask(client, "workspace/executeCommand", { ...lens?.command });
      const after = TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, text), asked[0]?.edit.changes?.[uri] ?? []);
      assert.equal(after, text.replace("export", `${tags}export`));
      await documents.change(uri, 2, after);
      assert.deepEqual(await lensTitles(client, uri), ["not run: waits until the workspace is trusted"]);

      await ask(client, "workspace/executeCommand", { ...lens?.command });
      assert.equal(asked.length, 1, "an offer that is no longer made changes nothing");
      assert.deepEqual(shown, ["Faultline: the text has changed since: nothing was edited"]);
    },
    { initialize: { initializationOptions: { isTrusted }, capabilities } },
  ));

test("an offer is a refactoring, too, and no quick fix", () =>
  withClient({ isTrusted }, async (client, documents) => {
    const uri = uriOf("refactored.ts");
    await documents.open(uri, text);
    const start = { line: 3, character: 25 };
    const actions = (only?: readonly string[]) =>
      ask<CodeAction[]>(client, "textDocument/codeAction", {
        textDocument: { uri },
        range: { start, end: start },
        context: { diagnostics: [], ...(only ? { only } : {}) },
      });
    for (const only of [undefined, ["refactor"], ["refactor.rewrite"]]) {
      const [action] = await actions(only);
      assert.deepEqual([action?.title, action?.kind], ["Verify as reconcile", "refactor.rewrite"]);
      assert.equal(action?.edit?.changes?.[uri]?.[0]?.newText, tags);
    }
    for (const only of [["quickfix"], ["refactor.extract"]]) assert.deepEqual(await actions(only), []);
  }));
