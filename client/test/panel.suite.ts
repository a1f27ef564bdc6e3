import assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticOf, eventually, open } from "./helpers.ts";

const panels = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && /faultline/i.test(input.viewType));

export function panel(): void {
  describe("trace panel", () => {
    it("opens once on Show Trace, beside the source, and leaves the focus where it was useful", async () => {
      const document = await open("flood.multicast.json");
      await diagnosticOf(document, "FL3004");
      await vscode.commands.executeCommand("faultline.showTrace");
      await eventually("a panel", () => panels().length === 1);
      await open("flood.multicast.json");
      await vscode.commands.executeCommand("faultline.showTrace");
      await eventually("still one panel", () => panels().length === 1);
      await vscode.commands.executeCommand("faultline.nextStep");
      await vscode.commands.executeCommand("faultline.previousStep");
      assert.equal(panels().length, 1);
    });
  });
}
