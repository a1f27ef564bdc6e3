import assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticOf, eventually, fileOf, lensesOf, open, openText, ours } from "./helpers.ts";

const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension("faultline.faultline");
  assert.ok(found, "the extension is not there");
  return found;
};

export function commands(): void {
  describe("commands and settings", () => {
    it("every command of the manifest is registered and has the category Faultline", async () => {
      const manifest = extension().packageJSON as { contributes: { commands: { command: string; category: string }[] } };
      await extension().activate();
      const registered = new Set(await vscode.commands.getCommands(true));
      const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
      assert.deepEqual(missing, []);
      assert.ok(manifest.contributes.commands.length >= 10);
      assert.ok(manifest.contributes.commands.every(({ category }) => category === "Faultline"));
    });

    it("there are at most 20 settings, each with a description", () => {
      const manifest = extension().packageJSON as {
        contributes: { configuration: { properties: Record<string, { markdownDescription?: string }> } };
      };
      const settings = Object.entries(manifest.contributes.configuration.properties);
      assert.ok(settings.length > 3 && settings.length <= 20);
      assert.deepEqual(
        settings.filter(([, { markdownDescription }]) => !markdownDescription).map(([name]) => name),
        [],
      );
    });

    it("with `faultline.run` manual nothing runs until Verify File, without a restart", async () => {
      const settings = vscode.workspace.getConfiguration("faultline");
      await settings.update("run", "manual", vscode.ConfigurationTarget.Workspace);
      try {
        const text = (await vscode.workspace.fs.readFile(fileOf("flood.multicast.json"))).toString().replace("disk-load", "net-load");
        const document = await openText("manual.multicast.json", text);
        await eventually("a lens that offers to run", async () => (await lensesOf(document)).some((title) => /Run/.test(title)));
        assert.deepEqual(ours(document.uri), []);
        await vscode.commands.executeCommand("faultline.verifyFile");
        await diagnosticOf(document, "FL3004");
      } finally {
        await settings.update("run", undefined, vscode.ConfigurationTarget.Workspace);
      }
    });

    it("Restart Server brings the findings back", async () => {
      const document = await open("flood.multicast.json");
      await diagnosticOf(document, "FL3004");
      await vscode.commands.executeCommand("faultline.restartServer");
      await diagnosticOf(document, "FL3004");
    });

    it("Setup Report says what works", async () => {
      await vscode.commands.executeCommand("faultline.setupReport");
      const text = await eventually("the report", () =>
        vscode.workspace.textDocuments
          .map((document) => document.getText())
          .find((content) => /esbuild/.test(content) && /Faultline/.test(content)),
      );
      assert.match(text, /Node/);
    });

    it("Add Types to Workspace makes `faultline/multicast` known to TypeScript", async () => {
      const document = await open("typed.ts");
      await vscode.commands.executeCommand("faultline.addTypes");
      const types = await eventually("the file of types", async () => {
        const found = await vscode.workspace.findFiles("**/faultline*.d.ts");
        return found[0];
      });
      assert.match((await vscode.workspace.fs.readFile(types)).toString(), /faultline\/multicast/);
      assert.ok(document.uri.path.endsWith("typed.ts"));
    });
  });
}
