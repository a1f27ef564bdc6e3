import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyFix, codeOf, diagnosticOf, eventually, lensesOf, open, ours } from "./helpers.ts";

export function findings(): void {
  describe("findings", () => {
    it("stand at the token that causes them, with a link to their page", async () => {
      const document = await open("small.multicast.json");
      const diagnostic = await diagnosticOf(document, "FL3010");
      assert.equal(document.getText(diagnostic.range), '"cpu-laod"');
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error); // Nobody is known whom a fallback could send to: the packets are dropped.
      assert.ok(typeof diagnostic.code === "object" && /FL3010/.test(diagnostic.code.target.toString()));
      assert.match(diagnostic.message, /cpu-laod/);
    });

    it("of a run tell the packet's way as numbered related places", async () => {
      const document = await open("flood.multicast.json");
      const diagnostic = await diagnosticOf(document, "FL3004");
      assert.equal(document.getText(diagnostic.range), '"disk-load"');
      const related = diagnostic.relatedInformation ?? [];
      const steps = related.flatMap(({ message }) => /^(\d+)\. /.exec(message)?.[1] ?? []).map(Number);
      assert.ok(steps.length > 3, related.map(({ message }) => message).join("\n"));
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b),
      );
    });

    it("go when a quick fix is applied", async () => {
      const document = await open("small.multicast.json");
      const diagnostic = await diagnosticOf(document, "FL3010");
      await applyFix(document, diagnostic.range, /cpu-load/);
      assert.match(document.getText(), /"group": "cpu-load"/);
      await eventually("no finding", () => ours(document.uri).length === 0);
    });

    it("are found in YAML and TypeScript as in JSON", async () => {
      const typed = await open("typed.ts");
      const diagnostic = await diagnosticOf(typed, "FL3016");
      assert.match(typed.getText(diagnostic.range), /lost|p3\.l2\.h0/);
      const healthy = await open("healthy.multicast.yaml");
      await eventually("a lens that says holds", async () => (await lensesOf(healthy)).some((title) => /holds/.test(title)));
      assert.deepEqual(ours(healthy.uri).map(codeOf), []);
    });

    it("come with a lens on each scenario and each group", async () => {
      const document = await open("flood.multicast.json");
      const titles = await eventually("lenses of a finished run", async () => {
        const all = await lensesOf(document);
        return all.some((title) => /violated/.test(title)) && all;
      });
      assert.ok(
        titles.some((title) => /4 receivers · \d+ B header · \d+ spurious/.test(title)),
        titles.join("\n"),
      );
      assert.ok(titles.includes("Show paths"), titles.join("\n"));
    });

    it("are explained by hover, and properties are completed from the schema", async () => {
      const document = await open("flood.multicast.json");
      const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, at('"leafTable"'));
      const text = hovers
        .flatMap(({ contents }) => contents.map((content) => (typeof content === "string" ? content : content.value)))
        .join("\n");
      assert.match(text, /s-rules/);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        at('"leafTable"'),
      );
      const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      assert.ok(
        labels.some((label) => /redundancy/.test(label)),
        labels.join(", "),
      );
    });
  });
}
