// What a person does in the editor: shared by the drive and the pictures.
// A person who sees nothing happen tries again, and looks before the next key: so does everything here. No step depends on how fast the machine is.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageExtension } from "../package.mjs";
import { ensureBuild, ensureEditor, root } from "../setup.mjs";
import { launchBrowser } from "./browser.mjs";
import { installExtension, prepareData, startEditor } from "./server.mjs";

/** Milliseconds after which something that never happens is a failure: nothing that works comes near. */
export const patienceMs = 120_000;

export const activeEditor = ".editor-group-container.active .monaco-editor";

/** The document inside the trace panel. */
export const panelOf = (page) => page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");

/** In the panel: the step that is shown. */
export const currentRow = (page) => panelOf(page).getByRole("listbox", { name: "Steps", exact: true }).locator('[aria-selected="true"]');

export const lens = (page, text) => page.locator(".codelens-decoration", { hasText: text }).first();

export const squiggle = (page) => page.locator(activeEditor).locator(".squiggly-error").first();

/** The next file is opened where the last one was, and its lens is the only one. */
export const closeAll = (page) =>
  runCommand(page, "View: Close All Editors", async () => (await page.locator(".editor-group-container .tab").count()) === 0);

/** Asks again until the answer is yes. */
export async function eventually(ask) {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    if (await ask().catch(() => false)) return;
    await pause(100);
  }
  throw new Error(`waited ${patienceMs / 1000} s in vain for ${String(ask)}`);
}

/**
 * Does something and looks for what it should bring; when that does not come, takes it back and does all of it again.
 *
 * @param attempt Acts, and rejects unless it sees the effect within the milliseconds that it is given: more of them each time,
 *   so that a slow machine gets there. Acting twice must be no different from acting once.
 * @param takeBack Leaves things as they were before.
 */
export async function until(attempt, takeBack = async () => {}) {
  const end = Date.now() + patienceMs;
  for (let waitMs = 3000; ; waitMs = Math.min(2 * waitMs, 30_000)) {
    try {
      return await attempt(waitMs);
    } catch (error) {
      if (Date.now() > end) throw error;
      await takeBack().catch(() => {});
    }
  }
}

const pause = (ms) => new Promise((ok) => setTimeout(ok, ms));

/** Rejects unless the answer is yes within so many milliseconds. */
async function seen(what, ms, ask) {
  const end = Date.now() + ms;
  for (;;) {
    if (await ask().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`${what} was not seen within ${ms} ms`);
    await pause(50);
  }
}

/** Presses a key that shows or hides a part, unless it is so already. */
export async function toggle(page, key, part, isShown) {
  await until(async (ms) => {
    if ((await part.isVisible()) !== isShown) await page.keyboard.press(key);
    await part.waitFor({ state: isShown ? "visible" : "hidden", timeout: ms });
  });
}

export const hideSideBar = (page) => toggle(page, "Control+B", page.locator(".part.sidebar"), false);

/** Types into the box at the top of the window; `key` opens it. */
async function askBox(page, key, text, ms) {
  const input = page.locator(".quick-input-widget input").first();
  await page.keyboard.press(key);
  await input.waitFor({ timeout: ms });
  await input.fill(text, { timeout: ms });
}

const closeBox = (page) => async () => {
  const box = page.locator(".quick-input-widget");
  for (let tries = 3; tries > 0 && (await box.isVisible()); tries--) {
    await page.keyboard.press("Escape");
    await box.waitFor({ state: "hidden", timeout: 1000 }).catch(() => {});
  }
};

/** Opens a file by its name, and puts the cursor into it. */
export async function openFile(page, name) {
  await until(async (ms) => {
    await askBox(page, "Control+P", name, ms);
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
    await row.waitFor({ timeout: ms });
    await row.click({ timeout: ms });
    await page.locator(".editor-group-container.active .tab.active", { hasText: name }).waitFor({ timeout: ms });
    await page.locator(`${activeEditor} .view-line`).first().click({ timeout: ms });
    await seen("the cursor", ms, async () => /^Ln \d+, Col \d+/.test(await cursor(page)));
  }, closeBox(page));
}

/** Runs a command by the title that the palette shows; `isDone` says whether it did its work. */
export async function runCommand(page, title, isDone) {
  await until(async (ms) => {
    await askBox(page, "F1", `>${title}`, ms);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click({ timeout: ms });
    await seen(title, ms, isDone);
  }, closeBox(page));
}

/** Line and column as the status bar says them: "Ln 3, Col 14". */
export const cursor = (page) => page.locator("#status\\.editor\\.selection").innerText({ timeout: 1000 });

/** Puts the cursor of the active editor into the last occurrence of a text in an example, and makes sure that it is there. */
export async function goToText(page, example, text) {
  const before = readFileSync(join(root, "test-fixtures", example), "utf8");
  const at = before.lastIndexOf(text);
  if (at < 0) throw new Error(`${example} has no ${text}`);
  const lines = before.slice(0, at).split("\n");
  await goToPlace(page, lines.length, lines.at(-1).length + 2);
}

/** Line and column from 1. */
async function goToPlace(page, line, column) {
  await until(async (ms) => {
    await askBox(page, "Control+G", `:${line}:${column}`, ms);
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: ms });
    await seen("the cursor", ms, async () => (await cursor(page)).startsWith(`Ln ${line}, Col ${column}`));
  }, closeBox(page));
}

/**
 * Applies a quick fix at a text of an example.
 *
 * @param options `title` of the fix; `result`: a text of the editor once it is applied; `shot`: takes a picture of the list of fixes
 */
export async function quickFix(page, { example, at, title, result, shot }) {
  const text = page.locator(`${activeEditor} .view-lines`);
  const isApplied = async () => result.test(plain(await text.innerText({ timeout: 1000 })));
  const fix = page.locator(".action-widget .monaco-list-row, .context-view .monaco-list-row").filter({ hasText: title }).first();
  await until(
    async (ms) => {
      if (await isApplied()) return;
      await goToText(page, example, at);
      await page.keyboard.press("Control+.");
      await fix.waitFor({ timeout: ms });
      await shot?.();
      await fix.click({ timeout: ms });
      await seen("the fixed text", ms, isApplied);
    },
    () => page.keyboard.press("Escape"),
  );
}

/** The editor draws a space as one that does not break. */
const plain = (text) => text.replaceAll("\u00A0", " ");

/** Shows the Problems panel, with the rows that have this text and no others. */
export async function showProblems(page, text) {
  const filter = page.getByPlaceholder(/^Filter/);
  await toggle(page, "Control+Shift+M", filter, true);
  await until(async (ms) => {
    await filter.fill(text, { timeout: ms });
    await seen("the filter", ms, async () => (await filter.inputValue()) === text);
  });
}

export async function hideProblems(page) {
  await page.getByPlaceholder(/^Filter/).fill("");
  await toggle(page, "Control+J", page.locator(".part.panel"), false);
}

/** Opens the trace of a file's first scenario by its lens; the title of the panel says which trace is there. */
export async function openTrace(page, title) {
  const heading = panelOf(page).locator("h1").first();
  const isThere = async () => title.test(await heading.innerText({ timeout: 1000 }));
  await until(async (ms) => {
    if (await isThere().catch(() => false)) return;
    await page.locator(".codelens-decoration a", { hasText: "Trace" }).first().click({ timeout: ms });
    await seen("the trace", ms, isThere);
  });
}

/** The list of steps in the panel: the keys are pressed in it, one after another, until what they should bring is there. */
export async function pressInTrace(page, keys, isDone) {
  const steps = panelOf(page).getByRole("listbox", { name: "Steps", exact: true }).first();
  await until(async (ms) => {
    await steps.focus({ timeout: ms });
    for (const key of keys) await page.keyboard.press(key);
    await seen(`what ${keys.join(", ")} should bring`, ms, isDone);
  });
}

/** Presses a key of the panel that shows or hides a part of it, unless it is so already. */
export async function toggleInTrace(page, key, part, isShown) {
  const is = async () => (await part.isVisible()) === isShown;
  if (!(await is())) await pressInTrace(page, [key], is);
}

/** Number of the step that the panel shows, from 1. */
export const stepOf = async (page) => Number(await panelOf(page).locator('[role="slider"]').getAttribute("aria-valuenow"));

/** The workbench keeps its layout now and then, when it is idle: only what is kept is there after a reload. */
export async function layoutIsKept(page, type) {
  await eventually(() => page.evaluate(keepsEditorOfType, type));
}

/** In the page. */
async function keepsEditorOfType(type) {
  const answer = (request) =>
    new Promise((ok, no) => {
      request.addEventListener("success", () => ok(request.result));
      request.addEventListener("error", () => no(request.error));
    });
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db-")) continue;
    const database = await answer(indexedDB.open(name));
    try {
      const layout = await answer(database.transaction("ItemTable").objectStore("ItemTable").get("memento/workbench.parts.editor"));
      if (String(layout).includes(type)) return true;
    } finally {
      database.close();
    }
  }
  return false;
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
  // The examples find the types of the library, and of Node's modules, beside them.
  for (const folder of ["test-fixtures", "api", "node_modules/@types/node", "node_modules/undici-types"])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  const server = await startEditor(editor, { data, trust });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(patienceMs);
    return await visit({ page, server, address: server.url({ folder: join(copy, "test-fixtures") }) });
  } finally {
    await browser.close();
    await server.stop();
    for (const folder of [data, copy]) rmSync(folder, { recursive: true, force: true });
  }
}
