// Takes the pictures of the README and the docs: `node tools/editor/pictures.mjs`, into docs/images/.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { openFile, panelOf, withExamples } from "./hands.mjs";

const folder = join(root, "docs/images");
const dark = {
  "workbench.colorTheme": "Default Dark Modern",
  "window.autoDetectColorScheme": false,
  "editor.minimap.enabled": false,
  "editor.wordWrap": "on",
  "breadcrumbs.enabled": false,
};

mkdirSync(folder, { recursive: true });
await withExamples({ settings: dark, viewport: { width: 1720, height: 1240 } }, async ({ page, address }) => {
  const shot = (name) => page.screenshot({ path: join(folder, `${name}.png`) });
  await page.goto(address);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  await openFile(page, "big-fabric.multicast.json");
  await page.locator(".squiggly-warning").first().waitFor({ timeout: 60_000 });

  await page.keyboard.press("Control+Shift+M");
  await page.getByPlaceholder(/^Filter/).fill("big-fabric");
  await page.waitForTimeout(1500);
  await shot("problems");
  await page.keyboard.press("Control+J");

  await page.keyboard.press("Control+B");
  await page.locator(".codelens-decoration a", { hasText: "Trace" }).first().click();
  await panelOf(page).locator("h1").first().waitFor({ timeout: 30_000 });
  await page.waitForTimeout(1500);
  await shot("trace");
});
