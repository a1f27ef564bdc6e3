// Draws media/icon.png (256 px) from media/icon.svg with chromium: `node media/render-icon.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = dirname(fileURLToPath(import.meta.url));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${readFileSync(join(folder, "icon.svg"), "utf8")}`);
  writeFileSync(join(folder, "icon.png"), await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
