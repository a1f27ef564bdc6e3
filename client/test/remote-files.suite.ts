import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  api,
  applyFix,
  codeOf,
  copyOf,
  diagnosticOf,
  eventually,
  fileOf,
  hoverAt,
  isObsolete,
  lensesOf,
  lensThat,
  lineOf,
  open,
  openText,
  ours,
  replaceAll,
} from "./helpers.ts";

const folder = "remote-files";

/** What New Remote File writes: its nodes are those of the tests, too. */
async function openPosition(name: string): Promise<vscode.TextDocument> {
  const extension = vscode.extensions.getExtension("faultline.faultline");
  assert.ok(extension);
  const sample = vscode.Uri.joinPath(extension.extensionUri, "media/new.remote-file.ts");
  return openText(`${folder}/${name}.ts`, (await vscode.workspace.fs.readFile(sample)).toString());
}

async function labelsAt(document: vscode.TextDocument, at: vscode.Position): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, at);
  return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
}

const current = (document: vscode.TextDocument): readonly string[] =>
  ours(document.uri)
    .filter((one) => !isObsolete(one))
    .map(codeOf);

export function remoteFiles(): void {
  describe("remote files", () => {
    it("a torn read stands at the read, with the run as numbered places", async () => {
      const document = await openPosition("position");
      const diagnostic = await diagnosticOf(document, "FL4007");
      const places = (diagnostic.relatedInformation ?? []).map(({ message, location }) => ({
        message,
        line: location.range.start.line + 1,
      }));
      const lines = [diagnostic.range.start.line + 1, ...places.map(({ line }) => line)];
      assert.ok(lines.includes(lineOf(document, "file.read")), lines.join());
      assert.ok(lines.includes(lineOf(document, "file.write")), lines.join());
      assert.ok(places.some(({ message }) => /^\d+\. /.test(message)));
    });

    it("a lens tells the verdict with its bounds; hover tells each property and the command line", async () => {
      const document = await openPosition("position");
      assert.match(await lensThat(document, /violated/), /^✗ violated · \d problems? · /);
      const text = await hoverAt(document, "drive()");
      for (const part of [/`no-torn-read` violated/, /`no-lost-update` holds/, /faultline check .*position\.ts/]) assert.match(text, part);
    });

    it("Show Trace opens on the step that harms", async () => {
      const document = await openPosition("position");
      const diagnostic = await diagnosticOf(document, "FL4007");
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
      await vscode.commands.executeCommand("faultline.showTrace");
      const opened = await eventually("the trace", async () => {
        const now = (await api()).trace();
        return now !== undefined && now.step > 0 && /look/.test(now.title) && now;
      });
      assert.ok(opened.steps > 5);
      await vscode.commands.executeCommand("faultline.firstStep");
      await eventually("the first step", async () => (await api()).trace()?.step === 0);
    });

    it("the record in one word: the finding goes, and the lens says within which bounds it holds", async () => {
      const document = await openPosition("position-mended");
      await diagnosticOf(document, "FL4007");
      const mended = document
        .getText()
        .replace("size = 24", "size = 8")
        .replace(/\n.*DoubleLE\(34, 16\);/, "")
        .replace(", ${position.readDoubleLE(16)} m", "")
        .replaceAll("Double", "Float")
        .replaceAll(/, 8\)|FloatLE\(8\)/g, (text) => text.replace("8", "4"));
      await replaceAll(document, mended);
      await lensThat(document, /^✓ holds · /);
      assert.deepEqual(current(document), []);
    });

    it("a quick fix awaits a forgotten write", async () => {
      const document = await copyOf(`${folder}/presence.ts`, `${folder}/presence-mended.ts`);
      const diagnostic = await diagnosticOf(document, "FL4009");
      await applyFix(document, diagnostic.range, /await/i);
      assert.match(document.getText(), / await file\.write/);
      await lensThat(document, /^✓ holds/);
      assert.deepEqual(current(document), []);
    });

    it("an edit of the configuration counts before it is saved, and is told at its token", async () => {
      const code = await open(`${folder}/tokens.ts`);
      await diagnosticOf(code, "FL4020");
      const configuration = await open(`${folder}/faultline.remote-files.json`);
      assert.equal(configuration.languageId, "jsonc");
      const text = configuration.getText();
      await replaceAll(configuration, text.replace('"east"', '"eastern"'));
      await diagnosticOf(code, "FL4000");
      await replaceAll(configuration, text.replace('"writers": "multi"', '"writers": "many"'));
      const wrong = await diagnosticOf(configuration, "FL4000");
      assert.equal(configuration.getText(wrong.range), '"many"');
      await replaceAll(configuration, text);
      await eventually("the configuration is right again", () => current(configuration).length === 0);
      await diagnosticOf(code, "FL4020");
      assert.ok(!current(code).includes("FL4000"));
      await configuration.save();
    });

    it("tags are completed in a comment, nodes behind them, and fields in the configuration; hover explains", async () => {
      const document = await openText(`${folder}/typing.ts`, "/**\n * @proc\n */\nexport async function f(): Promise<void> {}\n");
      await eventually("the tag", async () => (await labelsAt(document, document.lineAt(1).range.end)).includes("@process"));
      await replaceAll(document, document.getText().replace("@proc", "@process node="));
      await eventually("a node", async () => (await labelsAt(document, document.lineAt(1).range.end)).includes("office"));
      const text = '{\n  "mounts": [{ "prefix": "/rdma",  }],\n  "nodes": []\n}\n';
      const configuration = await openText(`${folder}/inner/faultline.remote-files.json`, text);
      const at = configuration.positionAt(text.indexOf(",  }") + 2);
      await eventually("a field", async () => (await labelsAt(configuration, at)).some((label) => label.includes("regionSize")));
      assert.match(await hoverAt(configuration, '"mounts"'), /remote memory/);
    });

    it("New Remote File writes a program and its nodes, and the program has a finding", async () => {
      await vscode.commands.executeCommand("faultline.newRemoteFile");
      const document = await vscode.workspace.openTextDocument(fileOf("position.ts"));
      await diagnosticOf(document, "FL4007");
      const nodes = await vscode.workspace.openTextDocument(fileOf("faultline.remote-files.json"));
      assert.deepEqual(current(nodes), []);
      assert.ok((await lensesOf(document)).some((title) => /violated/.test(title)));
    });
  });
}
