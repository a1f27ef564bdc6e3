import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../editor/browser.mjs";
import { root } from "../setup.mjs";
import { serve } from "./serve.mjs";

/** A browser with the panel, and what went wrong in it so far. */
export async function openStage() {
  const server = await serve();
  const browser = await launchBrowser();
  const failures = [];

  /** A page with the panel in it, under the strict policy of a webview: no inline script, no inline style, nothing from outside. */
  async function openPage({ theme = "dark", width = 900, height = 1000, scale = 1.6, reducedMotion = "reduce" }) {
    const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, reducedMotion });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && failures.push(`${theme}: ${message.text()}`));
    page.on("pageerror", (error) => failures.push(`${theme}: ${error.stack ?? error.message}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/?theme=${theme}`);
    await page.waitForFunction(() => globalThis.harness?.sent.some(({ kind }) => kind === "ready"));
    return page;
  }

  /** Every page is checked by axe: names, roles, contrast of text. */
  async function checkAccess(page, name) {
    await page.evaluate(readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8"));
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run(document, { rules: { "landmark-one-main": { enabled: true }, region: { enabled: false } } }),
    );
    for (const { id, help, nodes } of violations) {
      for (const node of nodes.slice(0, 3))
        failures.push(`${name}: axe ${id}: ${help}: ${node.html.slice(0, 140)} ${node.any.map(({ message }) => message).join("; ")}`);
    }
  }

  /** Says what is not as it should be. */
  async function expect(what, found, wanted) {
    const value = await found;
    if (JSON.stringify(value) !== JSON.stringify(wanted))
      failures.push(`${what}: got ${JSON.stringify(value)}, want ${JSON.stringify(wanted)}`);
  }

  return {
    failures,
    openPage,
    checkAccess,
    expect,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

export const settle = (page) =>
  page.evaluate(() => new Promise((ok) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(ok)), 60)));

/** Brings the panel into the state of a shot. */
export async function arrange(page, { sample, about, message, phase, keys = [], keysAfter = [], type, click, sections = [] }) {
  if (sample) await page.evaluate(([name, more]) => void globalThis.harness.open(name, more), [sample, about]);
  else await page.evaluate((sent) => globalThis.harness.send(sent ?? { kind: "empty", scenarios: globalThis.harness.statuses }), message);
  await page.waitForSelector(sample ? ".panel" : ".states");
  await settle(page);
  if (sample)
    await page.evaluate(() => globalThis.harness.send({ kind: "replayed", text: "Replayed once more: failed again", isGood: false }));
  if (phase)
    await page.evaluate(
      ({ phase: name, status }) =>
        globalThis.harness.send({
          kind: "phase",
          phase: name,
          ...(status === undefined ? {} : { status: globalThis.harness.statuses[status] }),
        }),
      phase,
    );
  for (const key of keys) await page.keyboard.press(key);
  if (type) await page.keyboard.type(type);
  for (const key of keysAfter) await page.keyboard.press(key);
  for (const section of sections) await page.click(`.sec-${section} .st`);
  if (click) await page.click(`text="${click}"`);
  await settle(page);
}
