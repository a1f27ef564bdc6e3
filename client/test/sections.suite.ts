import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  api,
  applyFix,
  codeOf,
  copyOf,
  diagnosticOf,
  eventually,
  isObsolete,
  lensThat,
  lensesOf,
  open,
  openText,
  ours,
  replaceAll,
} from "./helpers.ts";

const whole = (document: vscode.TextDocument): vscode.Range => new vscode.Range(0, 0, document.lineCount, 0);

async function hintsOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole(document));
  const own = hints.map(
    ({ label, position }) => `${position.line + 1}: ${typeof label === "string" ? label : label.map(({ value }) => value).join("")}`,
  );
  return own.filter((hint) => /reverts/.test(hint));
}

export function sections(): void {
  describe("critical sections", () => {
    it("a lost update stands at its line, with the steps of the schedule as numbered places", async () => {
      const document = await open("sections/lost.ts");
      const diagnostic = await diagnosticOf(document, "FL1004");
      assert.equal(document.getText(diagnostic.range), "stats.hits");
      assert.equal(diagnostic.range.start.line, 7);
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      assert.match(diagnostic.message, /stats\.hits/);
      const related = diagnostic.relatedInformation ?? [];
      const steps = related.flatMap(({ message, location }) => (/^\d+\. /.test(message) ? [location.range.start.line] : []));
      assert.ok(steps.length >= 3, related.map(({ message }) => message).join("\n"));
      assert.equal(steps[0], 6, "the first step is the read that goes stale");
      assert.equal(steps.at(-1), 7, "the last step is the write that loses the update");
    });

    it("a lens tells the verdict with its bounds, and offers to run and to show the trace", async () => {
      const held = await open("sections/held.ts");
      assert.match(await lensThat(held, /holds/), /^✓ holds · .*2 threads/);
      for (const title of ["Run", "Trace"]) await eventually(`a lens ${title}`, async () => (await lensesOf(held)).includes(title));
      const lost = await open("sections/lost.ts");
      assert.match(await lensThat(lost, /violated/), /^✗ violated · 1 problem · .*3 threads/);
    });

    it("hints tell where an event can strike and what it reverts", async () => {
      const document = await open("sections/held.ts");
      await lensThat(document, /holds/);
      await eventually("the hint of a finished run", async () => (await hintsOf(document)).join() === "9: ⚡ reverts account.balance");
    });

    it("hover on a thread tells each property, the bounds and the command line", async () => {
      const document = await open("sections/held.ts");
      await lensThat(document, /holds/);
      const at = document.positionAt(document.getText().indexOf("withdraw") + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, at);
      const text = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value))).join("\n");
      for (const part of [/`serialisable` holds/, /`finally:bothDone` holds/, /2 threads/, /states/, /faultline check .*held\.ts/])
        assert.match(text, part);
    });

    it("a quick fix wraps the accesses in a section, and then it holds", async () => {
      const document = await copyOf("sections/lost.ts", "sections/lost-then-fixed.ts");
      const diagnostic = await diagnosticOf(document, "FL1004");
      await applyFix(document, diagnostic.range, /section/i);
      assert.equal(document.getText().match(/criticalSection\(\(\) =>/g)?.length, 2);
      await lensThat(document, /✓ holds/);
      assert.ok(ours(document.uri).every(({ severity }) => severity >= vscode.DiagnosticSeverity.Information));
    });

    it("a misspelt tag is found at its token, and is corrected", async () => {
      const document = await openText("sections/tag.ts", "/** @thred x2 */\nexport function count(): void {}\n");
      const diagnostic = await diagnosticOf(document, "FL0002");
      assert.equal(document.getText(diagnostic.range), "@thred");
      await applyFix(document, diagnostic.range, /@thread/);
      await lensThat(document, /✓ holds/);
    });

    it("an await in a section is found without a run", async () => {
      const settings = vscode.workspace.getConfiguration("faultline");
      await settings.update("run", "manual", vscode.ConfigurationTarget.Workspace);
      try {
        const document = await copyOf("sections/await.ts", "sections/await-now.ts");
        const diagnostic = await diagnosticOf(document, "FL1006");
        assert.equal(diagnostic.range.start.line, 7);
        await lensThat(document, /not run yet/);
      } finally {
        await settings.update("run", undefined, vscode.ConfigurationTarget.Workspace);
      }
    });

    it("while a line is half typed the last findings and hints stay, dimmed, where they were", async () => {
      const document = await copyOf("sections/lost.ts", "sections/typing.ts");
      await diagnosticOf(document, "FL1004");
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(3, 0), "function half( {\n");
      assert.ok(await vscode.workspace.applyEdit(edit));
      const kept = await eventually("the finding, dimmed", () =>
        ours(document.uri).find((found) => codeOf(found) === "FL1004" && isObsolete(found)),
      );
      assert.equal(document.getText(kept.range), "stats.hits");
      assert.equal(kept.range.start.line, 8);
      await eventually("the hint, dimmed", async () => (await hintsOf(document)).join() === "15: ↻ ⚡ reverts stats.hits");
      await replaceAll(document, document.getText().replace("function half( {\n", "function half() {}\n"));
      const fresh = await diagnosticOf(document, "FL1004");
      assert.equal(fresh.range.start.line, 8);
      await eventually("hints of now", async () => (await hintsOf(document)).join() === "15: ⚡ reverts stats.hits");
    });

    it("an edit of an imported file runs again what imports it, saved or not", async () => {
      const document = await open("sections/importing.ts");
      await lensThat(document, /✓ holds/);
      const amount = await open("sections/amount.ts");
      await replaceAll(amount, "export const amount = 11;\n");
      await diagnosticOf(document, "FL1022");
      await replaceAll(amount, "export const amount = 10;\n");
      await eventually("no finding", () => !ours(document.uri).some((found) => codeOf(found) === "FL1022"));
      await open("sections/importing.ts");
      await lensThat(document, /✓ holds/);
    });

    it("the trace opens from the finding, on the step that harms, and steps", async () => {
      const { trace } = await api();
      const document = await open("sections/lost.ts");
      const diagnostic = await diagnosticOf(document, "FL1004");
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
      await vscode.commands.executeCommand("faultline.showTrace");
      const opened = await eventually("the trace", () => {
        const now = trace();
        return now !== undefined && /stats\.hits/.test(now.title) && now;
      });
      assert.equal(opened.step, opened.steps - 1, "the write that loses the update is the last step");
      await vscode.commands.executeCommand("faultline.previousStep");
      await eventually("the step before", () => trace()?.step === opened.step - 1);
      await vscode.commands.executeCommand("faultline.firstStep");
      await eventually("the first step", () => trace()?.step === 0);
    });

    it("New Critical Section writes an example whose lost update is found", async () => {
      await vscode.commands.executeCommand("faultline.newCriticalSection");
      const document = await eventually("the file", () =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith("/section.ts")),
      );
      await diagnosticOf(document, "FL1004");
    });
  });
}
