// Takes the pictures of the README and the docs: `node tools/editor/pictures.mjs [sections] [multicast]`, into docs/images/.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { activeEditor, eventually, openFile, panelOf, withExamples } from "./hands.mjs";
import { withPalette } from "./png.mjs";

const folder = join(root, "docs/images");
const dark = {
  "workbench.colorTheme": "Default Dark Modern",
  "window.autoDetectColorScheme": false,
  "editor.minimap.enabled": false,
  "editor.wordWrap": "on",
  "breadcrumbs.enabled": false,
};

/** Rows of the Problems panel with this text, and no others. */
async function filterProblems(page, text) {
  await page.keyboard.press("Control+Shift+M");
  await page.getByPlaceholder(/^Filter/).fill(text);
  await page.waitForTimeout(1500);
}

/** The trace of the file's main finding, beside it; `key` is pressed in the panel. */
async function showTrace(page, name, key) {
  // The panel's group is no place for a source.
  await page.keyboard.press("Control+1");
  await openFile(page, name);
  const editor = page.locator(activeEditor);
  await editor.locator(".codelens-decoration", { hasText: /violated/ }).waitFor({ timeout: 60_000 });
  await editor.locator(".codelens-decoration a", { hasText: "Trace" }).first().click();
  const tab = page.locator(".tab", { hasText: `Trace: ${name.replace(/\..*$/, "")}` }).first();
  await tab.waitFor({ timeout: 30_000 });
  const steps = panelOf(page).getByRole("listbox", { name: "Steps", exact: true });
  await steps.waitFor({ timeout: 30_000 });
  await steps.focus();
  if (key) await page.keyboard.press(key);
  await page.waitForTimeout(1500);
}

async function pictureSections(page, shot) {
  await openFile(page, "withdraw.ts");
  await page.locator(activeEditor).locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
  // The others are done: nothing moves in the picture.
  await eventually(async () => /Faultline: \d+ of \d+ violated/.test(await page.locator(".statusbar").innerText()));
  await filterProblems(page, "withdraw.ts");
  await shot("section-problems");
  await page.keyboard.press("Control+J");
  await page.keyboard.press("Control+B");
  await showTrace(page, "withdraw.ts");
  await shot("section-trace");
  await showTrace(page, "park.ts", "E");
  await shot("section-upcall");
  await showTrace(page, "tokens.ts");
  await shot("section-async");

  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+W");
  await openFile(page, "page-hits.ts");
  await page.locator(activeEditor).locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("F8");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row").first().waitFor();
  await page.waitForTimeout(500);
  await shot("section-fix", { clip: { x: 0, y: 0, width: 900, height: 560 } });
}

async function pictureMulticast(page, shot) {
  await openFile(page, "big-fabric.multicast.json");
  await page.locator(".squiggly-warning").first().waitFor({ timeout: 60_000 });
  await filterProblems(page, "big-fabric");
  await shot("problems");
  await page.keyboard.press("Control+J");

  await page.keyboard.press("Control+B");
  await page.locator(".codelens-decoration a", { hasText: "Trace" }).first().click();
  await panelOf(page).locator("h1").first().waitFor({ timeout: 30_000 });
  await page.waitForTimeout(1500);
  await shot("trace");
}

const parts = [
  { name: "sections", take: pictureSections, viewport: { width: 1340, height: 860 } },
  { name: "multicast", take: pictureMulticast, viewport: { width: 1720, height: 1240 } },
];

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const { name, take, viewport } of parts) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await withExamples({ settings: dark, viewport }, async ({ page, address }) => {
    await page.goto(address);
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await take(page, async (file, options) => writeFileSync(join(folder, `${file}.png`), withPalette(await page.screenshot(options))));
  });
}
