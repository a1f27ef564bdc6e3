// Draws media/icon.png (256 px) from media/icon.svg: `node tools/render-icon.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "./editor/browser.mjs";
import { root } from "./setup.mjs";

const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${readFileSync(join(root, "media/icon.svg"), "utf8")}`);
  writeFileSync(join(root, "media/icon.png"), await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
