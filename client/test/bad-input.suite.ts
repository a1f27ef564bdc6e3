import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codeOf, diagnosticOf, eventually, fileOf, isObsolete, open, openText, ours, replaceAll } from "./helpers.ts";

export function bugs(): void {
  describe("bad input", () => {
    it("half-typed text keeps the server alive and says where it breaks", async () => {
      const document = await openText("typing.multicast.json", '{ "topology": { "pods": 2, ');
      await diagnosticOf(document, "FL3000");
      const whole = (await vscode.workspace.fs.readFile(vscode.Uri.joinPath(document.uri, "../flood.multicast.json"))).toString();
      await replaceAll(document, whole);
      await diagnosticOf(document, "FL3004");
    });

    it("an absurd fabric is refused with the limit", async () => {
      const topology = '{ "pods": 1000000000, "leavesPerPod": 1, "hostsPerLeaf": 1, "spinesPerPod": 1, "coresPerSpine": 1 }';
      const document = await openText("absurd.multicast.json", `{ "topology": ${topology}, "groups": [] }`);
      const diagnostic = await diagnosticOf(document, "FL3000");
      assert.match(diagnostic.message, /64/);
    });

    it("a file that nobody opened is found when it appears, and takes its findings with it when it goes", async () => {
      const uri = fileOf("unopened.multicast.json");
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{ "topology": 1 }'));
      await eventually("a finding", () => ours(uri).some((diagnostic) => codeOf(diagnostic) === "FL3000"));
      await vscode.workspace.fs.delete(uri);
      await eventually("no finding", () => ours(uri).length === 0);
    });

    it("edits in a burst end with the findings of the last text", async () => {
      const document = await open("flood.multicast.json");
      const text = document.getText();
      const editor = await vscode.window.showTextDocument(document);
      for (let index = 0; index < 60; index++) {
        await editor.edit((edit) => edit.insert(new vscode.Position(0, 1), index % 2 === 0 ? " " : "\n"), {
          undoStopBefore: false,
          undoStopAfter: false,
        });
      }
      // The server may not have read the last key yet: then its findings are of the text before.
      await eventually("the finding at its token in the last text", () =>
        ours(document.uri).some(
          (found) => codeOf(found) === "FL3004" && document.getText(found.range) === '"disk-load"' && !isObsolete(found),
        ),
      );
      await replaceAll(document, text);
    });
  });
}
