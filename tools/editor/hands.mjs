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

/** Runs a command by the title that the palette shows. */
export async function runCommand(page, title) {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await page.keyboard.press("Enter");
}

/** Asks again until the answer is yes. */
export async function eventually(ask) {
  for (let left = 200; left > 0; left--) {
    if (await ask().catch(() => false)) return;
    await new Promise((ok) => setTimeout(ok, 100));
  }
  throw new Error("waited 20 s in vain");
}

/**
 * Runs `visit` in a browser on the embedded editor, with the packaged extension and a copy of the examples; cleans up behind it.
 *
 * @param options `trust`: false for a workspace that nobody has trusted.
 */
export async function withExamples({ settings = {}, viewport, trust = true }, visit) {
  ensureBuild("--production");
  const editor = await ensureEditor();
  const data = prepareData(settings);
  installExtension(editor, data, await packageExtension({ platform: "host", folder: join(root, ".cache") }));
  ensureBuild();
  const copy = mkdtempSync(join(tmpdir(), "faultline-examples-"));
  // The examples find the types of the library beside them.
  for (const folder of ["test-fixtures", "api"]) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  const server = await startEditor(editor, { data, trust });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport });
    return await visit({ page, server, address: server.url({ folder: join(copy, "test-fixtures") }) });
  } finally {
    await browser.close();
    await server.stop();
    for (const folder of [data, copy]) rmSync(folder, { recursive: true, force: true });
  }
}
