import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  api,
  applyFix,
  codeOf,
  copyOf,
  diagnosticOf,
  eventually,
  hoverAt,
  isObsolete,
  lensThat,
  lineOf,
  open,
  openText,
  ours,
  replaceAll,
} from "./helpers.ts";

const traceNow = async () => (await api()).trace();

export function controllers(): void {
  describe("controllers", () => {
    it("what a lost answer leaves undone stands at the call, with the run as numbered places and the line that is never reached", async () => {
      const document = await open("controllers/credentials.ts");
      const diagnostic = await diagnosticOf(document, "FL2004");
      assert.match(diagnostic.message, /ConfigMap sessions is missing for ever/);
      assert.equal(diagnostic.range.start.line + 1, lineOf(document, "core.createNamespacedSecret"));
      const places = (diagnostic.relatedInformation ?? []).map(({ message, location }) => `${location.range.start.line + 1}: ${message}`);
      const told = places.join("\n");
      assert.match(told, /^\d+: \d+\. creates Secret sessions, but the answer is lost/m);
      assert.ok(
        told.includes(`${lineOf(document, "core.createNamespacedConfigMap")}: Without the fault: creates ConfigMap sessions`),
        told,
      );
    });

    it("a lens tells the verdict with its bounds; hover tells each property and the command line", async () => {
      const document = await open("controllers/credentials.ts");
      assert.match(await lensThat(document, /violated/), /^✗ violated · 1 problem · /);
      const text = await hoverAt(document, "reconcile(cache");
      for (const part of [/`confluent` violated/, /`no-leak` holds/, /faultline check .*credentials\.ts/]) assert.match(text, part);
      assert.match(await hoverAt(document, "@reconcile"), /simulated API server/);
      assert.match(await hoverAt(document, "Secret, v1"), /built in, v1, namespaced/);
    });

    it("Show Trace opens on the step that harms", async () => {
      const document = await open("controllers/credentials.ts");
      const diagnostic = await diagnosticOf(document, "FL2004");
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
      await vscode.commands.executeCommand("faultline.showTrace");
      const opened = await eventually("the trace", async () => {
        const now = await traceNow();
        return now !== undefined && /ConfigMap sessions/.test(now.title) && now;
      });
      assert.ok(opened.steps > 3);
      await vscode.commands.executeCommand("faultline.firstStep");
      await eventually("the first step", async () => (await traceNow())?.step === 0);
    });

    it("each object made whatever is there already: the finding goes, and the lens says within which bounds it holds", async () => {
      const document = await copyOf("controllers/credentials.ts", "controllers/credentials-mended.ts");
      await diagnosticOf(document, "FL2004");
      const mended = document
        .getText()
        .replace("if (await orMissing(core.readNamespacedSecret({ name, namespace }))) return;", "")
        .replace("await core.createNamespacedSecret", "if (!(await orMissing(core.readNamespacedSecret({ name, namespace })))) $&")
        .replace("await core.createNamespacedConfigMap", "if (!(await orMissing(core.readNamespacedConfigMap({ name, namespace })))) $&");
      await replaceAll(document, mended);
      await lensThat(document, /^✓ holds · .*fault/);
      assert.deepEqual(ours(document.uri).map(codeOf), []);
    });

    it("a quick fix awaits a forgotten call: what was found without a run and by it goes", async () => {
      const document = await copyOf("controllers/forgotten.ts", "controllers/forgotten-mended.ts");
      await diagnosticOf(document, "FL2009");
      const found = await diagnosticOf(document, "FL2101");
      await applyFix(document, found.range, /^Add `await`$/);
      assert.match(document.getText(), / await core\.createNamespacedConfigMap/);
      await lensThat(document, /^✓ holds/);
      assert.deepEqual(ours(document.uri).map(codeOf), []);
    });

    it("a sample that the API server would refuse is marked in the YAML, at the value; once that is right the controller runs", async () => {
      const code = await open("controllers/small.ts");
      await lensThat(code, /not run/);
      const sample = await open("controllers/small.yaml");
      const diagnostic = await diagnosticOf(sample, "FL0002");
      assert.equal(diagnostic.range.start.line + 1, lineOf(sample, "memory: 8"));
      assert.match(diagnostic.message, /greater than or equal to 16/);
      await replaceAll(sample, sample.getText().replace("memory: 8", "memory: 32"));
      await eventually("no finding", () => !ours(sample.uri).some((one) => codeOf(one) === "FL0002" && !isObsolete(one)));
      await lensThat(code, /✓ holds/);
    });

    it("tags are completed in a comment, and behind them kinds", async () => {
      const document = await openText("controllers/typing.ts", "/**\n * @rec\n */\nexport async function reconcile(): Promise<void> {}\n");
      const labelsAt = async (line: number): Promise<readonly string[]> => {
        const at = document.lineAt(line).range.end;
        const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, at);
        return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      };
      await eventually("the tag", async () => (await labelsAt(1)).includes("@reconcile"));
      await replaceAll(document, document.getText().replace("@rec\n", "@reconcile a.com/v1 A\n * @owns v1 S\n"));
      await eventually("a kind", async () => (await labelsAt(2)).includes("v1 Secret"));
    });
  });
}
