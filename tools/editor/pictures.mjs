// Takes the pictures of the README and the docs: `node tools/editor/pictures.mjs [sections] [controllers] [remote-files] [multicast]`, into docs/images/.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import {
  activeEditor,
  eventually,
  goToText,
  hideProblems,
  hideSideBar,
  openFile,
  openTrace,
  pressInTrace,
  quickFix,
  showProblems,
  stepOf,
  until,
  withExamples,
} from "./hands.mjs";
import { withPalette } from "./png.mjs";

const folder = join(root, "docs/images");
const dark = {
  "workbench.colorTheme": "Default Dark Modern",
  "window.autoDetectColorScheme": false,
  "editor.minimap.enabled": false,
  "editor.wordWrap": "on",
  "breadcrumbs.enabled": false,
};

/** What moves has come to rest. */
const settled = (page) => page.waitForTimeout(1500);

/** The trace of the file's main finding, beside it; `keys` are pressed in the panel. */
async function showTrace(page, name, keys = []) {
  await openFile(page, name);
  const editor = page.locator(activeEditor);
  await editor.locator(".codelens-decoration", { hasText: /violated/ }).waitFor();
  const tab = page.locator(".tab", { hasText: `Trace: ${name.replace(/\..*$/, "")}` }).first();
  await until(async (ms) => {
    if (!(await tab.isVisible())) await editor.locator(".codelens-decoration a", { hasText: "Trace" }).first().click({ timeout: ms });
    await tab.waitFor({ timeout: ms });
  });
  await pressInTrace(page, keys, async () => (await stepOf(page)) > 0);
  await settled(page);
}

async function pictureSections(page, shot) {
  await openFile(page, "withdraw.ts");
  await page.locator(activeEditor).locator(".squiggly-error").first().waitFor();
  // The others are done: nothing moves in the picture.
  await eventually(async () => /Faultline: \d+ of \d+ violated/.test(await page.locator(".statusbar").innerText()));
  await showProblems(page, "withdraw.ts");
  await settled(page);
  await shot("section-problems");
  await hideProblems(page);
  await hideSideBar(page);
  await showTrace(page, "withdraw.ts");
  await shot("section-trace");
  // The panel's group is no place for a source.
  await page.keyboard.press("Control+1");
  await showTrace(page, "park.ts", ["E"]);
  await shot("section-upcall");
  await page.keyboard.press("Control+1");
  await showTrace(page, "tokens.ts");
  await shot("section-async");

  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+W");
  await openFile(page, "page-hits.ts");
  await page.locator(activeEditor).locator(".squiggly-error").first().waitFor();
  await quickFix(page, {
    example: "critical-section/page-hits.ts",
    at: "stats.hits = seen",
    title: /Wrap in a critical section/,
    result: /criticalSection\(\(\) =>[^]*criticalSection\(\(\) =>/,
    shot: async () => {
      await page.waitForTimeout(500);
      await shot("section-fix", { clip: { x: 0, y: 0, width: 900, height: 560 } });
    },
  });
}

async function pictureControllers(page, shot) {
  await openFile(page, "credentials.ts");
  await page.locator(activeEditor).locator(".squiggly-error").first().waitFor();
  await eventually(async () => /Faultline: \d+ of \d+ violated/.test(await page.locator(".statusbar").innerText()));
  await showProblems(page, "credentials.ts");
  await goToText(page, "controller/credentials.ts", "createNamespacedSecret");
  await page
    .locator(activeEditor)
    .locator(".codelens-decoration", { hasText: /violated/ })
    .waitFor();
  await settled(page);
  await shot("controller-editor");
  // The shadow of a scrolled editor lies over its first line, where `openFile` clicks.
  await goToText(page, "controller/credentials.ts", "One look");
  await page.keyboard.press("Control+Home");
  await hideProblems(page);
  await hideSideBar(page);
  await page.setViewportSize({ width: 2000, height: 1200 });
  for (const [name, file] of [
    ["credentials.ts", "controller-panel-dark"],
    ["service.ts", "controller-lasso"],
  ]) {
    await page.keyboard.press("Control+1");
    await showTrace(page, name);
    await shot(file, { clip: await boxOfPanel(page) });
  }
}

async function pictureRemoteFiles(page, shot) {
  await openFile(page, "position.ts");
  await page
    .locator(activeEditor)
    .locator(".codelens-decoration", { hasText: /violated/ })
    .first()
    .waitFor();
  // The others are done: nothing moves in the picture.
  await eventually(async () => /Faultline: \d+ of \d+ violated/.test(await page.locator(".statusbar").innerText()));
  await showProblems(page, "position.ts");
  await settled(page);
  await shot("remote-file-editor");
  await hideProblems(page);
  await hideSideBar(page);
  await page.setViewportSize({ width: 2000, height: 1200 });
  await page.keyboard.press("Control+1");
  await showTrace(page, "position.ts");
  await shot("remote-file-trace", { clip: await boxOfPanel(page) });
}

/** The trace without the editor beside it. */
const boxOfPanel = async (page) => {
  const box = await page.locator("iframe.webview.ready").boundingBox();
  if (!box) throw new Error("the panel is not shown");
  return box;
};

async function pictureMulticast(page, shot) {
  await openFile(page, "big-fabric.multicast.json");
  await page.locator(".squiggly-warning").first().waitFor();
  await showProblems(page, "big-fabric");
  await settled(page);
  await shot("problems");
  await hideProblems(page);

  await hideSideBar(page);
  await openTrace(page, /./);
  await settled(page);
  await shot("trace");
}

const parts = [
  { name: "sections", take: pictureSections, viewport: { width: 1340, height: 860 } },
  { name: "controllers", take: pictureControllers, viewport: { width: 1340, height: 860 } },
  { name: "remote-files", take: pictureRemoteFiles, viewport: { width: 1340, height: 860 } },
  { name: "multicast", take: pictureMulticast, viewport: { width: 1720, height: 1240 } },
];

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const { name, take, viewport } of parts) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await withExamples({ settings: dark, viewport }, async ({ page, address }) => {
    await page.goto(address);
    await page.locator(".monaco-workbench").waitFor();
    await take(page, async (file, options) => writeFileSync(join(folder, `${file}.png`), withPalette(await page.screenshot(options))));
  });
}
