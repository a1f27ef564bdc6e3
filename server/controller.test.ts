import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { GetResultResult, OpenTraceResult } from "../protocol/requests.ts";
import type { DiagnosticData } from "./lsp.ts";
import { buildRealBundles } from "./testing/bundle.ts";
import { ask, lensTitles, serving, until } from "./testing/serve.ts";

const { folder, uriOf, withClient } = serving(buildRealBundles);

/** A failure is written down and forgotten. `twist`: makes it another text. */
const textOf = (twist: string): string => `import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Site {
  metadata: { name: string; namespace: string; uid: string };
  spec: { title: string };
}

const config = new KubeConfig();
const core = config.makeApiClient(CoreV1Api);

/**
 * @reconcile web.example.com/v1 Site
 * @sample ./site.yaml
 * @owns v1 ConfigMap
 */
export async function reconcile({ metadata: { name, namespace, uid }, spec }: Site): Promise<void> {
  const ownerReferences = [{ apiVersion: "web.example.com/v1", kind: "Site", name, uid, controller: true }];
  try {
    const body = { metadata: { name, ownerReferences }, data: { title: spec.title } };
    await core.createNamespacedConfigMap({ namespace, body });
  } catch (error) {
    if (error instanceof ApiException && error.code === 409) return;
    console.error("${twist}", error);
  }
}
`;

const sample = `apiVersion: web.example.com/v1
kind: Site
metadata: { name: docs, namespace: web }
spec: { title: Docs }
`;

const fixesOf = (found: readonly Diagnostic[]): readonly string[] =>
  found.flatMap(({ data }) => (data as DiagnosticData).fixes.map(({ title }) => title));

const isRetried = ({ code }: Diagnostic): boolean => code === "FL2009";

test("controller in the server: a finding comes at once, then the fix that mends it, and what holds is searched with pairs of faults", () =>
  withClient({}, async (client, documents) => {
    writeFileSync(join(folder(), "site.yaml"), sample);
    const uri = uriOf("site.ts");
    const text = textOf("failed");
    await documents.open(uri, text);
    const found = await client.waitFor(uri, (each) => each.some(isRetried));
    assert.deepEqual(fixesOf(found), []);
    const mended = await client.waitFor(uri, (each) => fixesOf(each.filter(isRetried)).length > 0);
    const diagnostic = mended.find(isRetried);
    const actions = await ask<CodeAction[]>(client, "textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const action = actions.find(({ title }) => title.startsWith("Throw the error again"));
    const edits = action?.edit?.changes?.[uri];
    assert.ok(edits);
    await documents.change(uri, 2, TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, text), edits));
    await client.waitFor(uri, (each) => each.length === 0);
    const result = await until(
      () => ask<GetResultResult>(client, "faultline/getResult", { uri, scenario: "site" }),
      (answer) => answer?.bounds["faults"] === 2,
    );
    assert.deepEqual([result?.verdict, result?.bounds["completed"]], ["holds", "happy,owned,single,pairs"]);
    assert.match((await lensTitles(client, uri))[0] ?? "", /^✓ holds · /);
    const trace = { kind: "result", uri, scenario: "site", trace: 0 };
    assert.ok((await ask<OpenTraceResult>(client, "faultline/openTrace", { trace })).steps > 0);
  }));
