// What a person does in the editor: shared by the drive and the pictures.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageExtension } from "../package.mjs";
import { ensureBuild, ensureEditor, root } from "../setup.mjs";
import { launchBrowser } from "./browser.mjs";
import { installExtension, prepareData, startEditor } from "./server.mjs";

export const activeEditor = ".editor-group-container.active .monaco-editor";

/** The document inside the trace panel. */
export const panelOf = (page) => page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");

/** Opens a file by its name, and puts the cursor into it. */
export async function openFile(page, name) {
  await page.keyboard.press("Control+P");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".editor-group-container.active .tab.active", { hasText: name }).waitFor();
  await page.locator(`${activeEditor} .view-line`).first().click();
}

/** Runs `visit` in a browser on the embedded editor, with the packaged extension and a copy of the examples; cleans up behind it. */
export async function withExamples({ settings = {}, viewport }, visit) {
  ensureBuild("--production");
  const editor = await ensureEditor();
  const data = prepareData(settings);
  installExtension(editor, data, await packageExtension({ platform: "host", folder: join(root, ".cache") }));
  ensureBuild();
  const workspace = mkdtempSync(join(tmpdir(), "faultline-examples-"));
  cpSync(join(root, "test-fixtures"), workspace, { recursive: true });
  const server = await startEditor(editor, { data });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport });
    return await visit({ page, server, address: server.url({ folder: workspace }) });
  } finally {
    await browser.close();
    await server.stop();
    for (const folder of [data, workspace]) rmSync(folder, { recursive: true, force: true });
  }
}
