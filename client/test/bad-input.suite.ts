import assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticOf, eventually, open, openText, ours, replaceAll } from "./helpers.ts";

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

    it("a deleted file takes its findings with it", async () => {
      const document = await openText("gone.multicast.json", '{ "topology": 1 }');
      await diagnosticOf(document, "FL3000");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await vscode.workspace.fs.delete(document.uri);
      await eventually("no finding", () => ours(document.uri).length === 0);
    });

    it("two hundred edits in a burst end with the findings of the last text", async () => {
      const document = await open("flood.multicast.json");
      const text = document.getText();
      for (let index = 0; index < 200; index++) {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(0, 1), index % 2 === 0 ? " " : "\n");
        await vscode.workspace.applyEdit(edit);
      }
      const diagnostic = await diagnosticOf(document, "FL3004");
      assert.equal(document.getText(diagnostic.range), '"disk-load"');
      await replaceAll(document, text);
    });
  });
}
