// Shows the trace panel in a browser without an editor: screenshots of every kind of trace and state in each theme,
// an accessibility check, keys, and timings. `node tools/panel-shots.mjs [--only NAME,…] [--trace FILE]`; pictures go to test-output/panel/.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { launchBrowser } from "./editor/browser.mjs";
import { themes } from "./panel-themes.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const output = join(root, "test-output", "panel");
const { values: options } = parseArgs({ options: { only: { type: "string" }, trace: { type: "string" } } });
const failures = [];
const counts = { passed: 0, failed: 0 };

async function main() {
  mkdirSync(output, { recursive: true });
  if (options.trace) return shootFile(options.trace);
  const names = options.only?.split(",");
  const checks = [
    ...shots.map((shot) => ({ name: shot.name, run: () => shoot(shot) })),
    { name: "keys", run: checkKeys },
    { name: "upcall", run: checkUpcall },
    { name: "restore", run: checkRestore },
    { name: "timing", run: measure },
  ];
  for (const { name, run } of checks) {
    if (names && !names.some((wanted) => name.includes(wanted))) continue;
    const before = failures.length;
    await run();
    if (failures.length === before) counts.passed++;
    else counts.failed++;
  }
}

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

const settle = (page) =>
  page.evaluate(() => new Promise((ok) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(ok)), 60)));

const traces = [
  "multicast",
  "critical-section",
  "nested",
  "deadlock",
  "stale-answer",
  "livelock",
  "lasso",
  "lost-answer",
  "outdated-cache",
];
const full = { width: 1440, height: 1600, scale: 1 };
/** Beside the source, in half a window. */
const beside = { width: 683, height: 900, scale: 1.6 };
const narrow = { width: 450, height: 700, scale: 2 };
const shots = [
  ...traces.flatMap((sample) => ["dark", "light", "contrast"].map((theme) => ({ name: `${sample}-${theme}`, sample, theme }))),
  ...traces.map((sample) => ({ name: `${sample}-1440`, sample, theme: "dark", ...full })),
  ...traces.map((sample) => ({ name: `${sample}-narrow`, sample, theme: "light", ...narrow, wholePage: true })),
  ...["critical-section", "nested"].map((sample) => ({ name: `${sample}-beside`, sample, theme: "dark", ...beside })),
  { name: "failure-dark", sample: "failure", theme: "dark" },
  { name: "failure-light", sample: "failure", theme: "light", keys: ["End"] },
  { name: "big-dark", sample: "big", theme: "dark", ...full },
  { name: "big-zoomed", sample: "big", theme: "light", ...full, keys: ["+", "+", "+", "+", "+", "+", "+"] },
  { name: "big-narrow", sample: "big", theme: "dark", ...narrow, wholePage: true },
  { name: "many-lanes", sample: "many-lanes", theme: "light" },
  { name: "many-lanes-narrow", sample: "many-lanes", theme: "dark", ...narrow, wholePage: true },
  { name: "long-dark", sample: "long", theme: "dark" },
  { name: "long-sections", sample: "long-sections", theme: "light", ...full },
  { name: "multicast-unfolded", sample: "multicast", theme: "light", ...full, keys: ["u"] },
  { name: "multicast-text", sample: "multicast", theme: "dark", keys: ["t"], wholePage: true },
  { name: "multicast-state", sample: "multicast", theme: "dark", sections: ["state"], wholePage: true },
  { name: "multicast-hex", sample: "multicast", theme: "light", click: "Hex" },
  { name: "multicast-start", sample: "multicast", theme: "dark", keys: ["Home", "ArrowRight"] },
  { name: "multicast-spine", sample: "multicast", theme: "light", keys: ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"] },
  { name: "help", sample: "multicast", theme: "dark", keys: ["?"] },
  { name: "find", sample: "critical-section", theme: "light", keys: ["/"], type: "lock", keysAfter: ["Enter"] },
  { name: "running", sample: "critical-section", theme: "dark", phase: { phase: "running", status: 1 } },
  { name: "obsolete", sample: "critical-section", theme: "light", phase: { phase: "obsolete" } },
  { name: "crashed", sample: "critical-section", theme: "dark", phase: { phase: "crashed", status: 8 } },
  { name: "holds", sample: "critical-section", theme: "light", about: { verdict: "holds", codes: [] } },
  { name: "states-dark", theme: "dark" },
  { name: "states-light", theme: "light" },
  { name: "states-contrast", theme: "contrast" },
  { name: "states-narrow", theme: "dark", ...narrow, wholePage: true },
  {
    name: "failed",
    theme: "light",
    message: { kind: "failed", message: "The trace file is not valid: steps[3].lane is missing" },
    height: 300,
  },
];

async function shoot(shot) {
  const page = await openPage(shot);
  await arrange(page, shot);
  await page.screenshot({ path: join(output, `${shot.name}.png`), fullPage: shot.wholePage ?? false });
  await checkAccess(page, shot.name);
  console.log(`shot ${shot.name}`);
  await page.context().close();
}

async function arrange(page, { sample, about, message, phase, keys = [], keysAfter = [], type, click, sections = [] }) {
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

/** The keys of the panel, and what the editor hears of them. */
async function checkKeys() {
  const page = await openPage({});
  await arrange(page, { sample: "critical-section" });
  const position = () => page.textContent(".pos");
  const focused = () => page.evaluate(() => document.activeElement?.closest("header, .bar, .sec, footer")?.className ?? "");
  const last = (kind) => page.evaluate((wanted) => globalThis.harness.sent.filter((message) => message.kind === wanted).at(-1), kind);
  const expect = async (what, found, wanted) => {
    const value = await found;
    const isSame = JSON.stringify(value) === JSON.stringify(wanted);
    if (!isSame) failures.push(`keys: ${what}: got ${JSON.stringify(value)}, want ${JSON.stringify(wanted)}`);
  };
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    await settle(page);
  };
  await expect("opens on the step that harms", position(), "Step 13 of 15");
  await press("ArrowLeft");
  await expect("left", position(), "Step 12 of 15");
  await expect(
    "the editor hears of it",
    last("selected").then(({ step, at }) => [step, at.range.start.line]),
    [11, 13],
  );
  await press("Shift+ArrowLeft");
  await expect("in the same lane", position(), "Step 11 of 15");
  await press("Shift+ArrowLeft");
  await expect("over the steps of other lanes", position(), "Step 8 of 15");
  await press("End");
  await expect("end", position(), "Step 15 of 15");
  await press("Home", "e");
  await expect("next event", position(), "Step 5 of 15");
  await press("e");
  await expect("no event after it", position(), "Step 5 of 15");
  await press("End", "Shift+E");
  await expect("previous event", position(), "Step 5 of 15");
  await press("Home", "d");
  await expect("first difference", position(), "Step 5 of 15");
  await press("f");
  await expect("failure", position(), "Step 13 of 15");
  await press("ArrowUp");
  await expect("up in the list of steps", position(), "Step 12 of 15");
  await press("Enter");
  await expect(
    "to the source",
    last("reveal").then(({ at }) => at.range.start.line),
    13,
  );
  await press("c");
  await expect(
    "copy",
    last("copy").then(({ text }) => text),
    "faultline check src/withdraw.ts --scenario withdraw --seed 1",
  );
  await press("F6");
  await expect("next section", focused(), "sec sec-upcall");
  await press("F6");
  await expect("next section but one", focused(), "sec sec-state");
  const rows = () => page.locator(".state .row").count();
  const before = await rows();
  await press("ArrowDown", "ArrowLeft");
  await expect(
    "folds in the table",
    rows().then((now) => now < before),
    true,
  );
  await press("ArrowRight");
  await expect("unfolds again", rows(), before);
  await press("Escape");
  await expect("back to the steps", focused(), "sec sec-steps");
  await press("/");
  await page.keyboard.type("releases");
  await press("Enter");
  await expect("find", position(), "Step 14 of 15");
  await press("Escape", " ");
  await page.waitForFunction(() => document.querySelector(".pos")?.textContent === "Step 15 of 15", undefined, { timeout: 5000 });
  await press("?");
  await expect("help", page.locator("dialog[open]").count(), 1);
  await press("Escape");
  await expect("help closes", page.locator("dialog[open]").count(), 0);
  await page.evaluate(() => globalThis.harness.send({ kind: "move", to: "first" }));
  await settle(page);
  await expect("commands of the editor", position(), "Step 1 of 15");
  await press("f");
  await expect("the step is read aloud", page.textContent("[aria-live]"), "Step 13: branch writes 90, worked out from the 100 of step 10");
  const send = (message) => page.evaluate((sent) => globalThis.harness.send(sent), message);
  const statuses = await page.evaluate(() => globalThis.harness.statuses);
  await send({ kind: "phase", phase: "running", status: statuses[1] });
  await page.focus(".banner .btn");
  await send({ kind: "phase", phase: "running", status: { ...statuses[1], elapsedMs: 4000 } });
  await settle(page);
  await expect(
    "progress keeps the focus",
    page.evaluate(() => document.activeElement?.textContent),
    "Stop",
  );
  await send({ kind: "phase", phase: "obsolete" });
  await send({ kind: "phase", phase: "done" });
  await settle(page);
  await expect("a newer result leaves the trace obsolete", page.textContent(".banner h2"), "withdraw.ts has changed since this run");
  await send({ kind: "empty", scenarios: statuses });
  await settle(page);
  await page.focus(".card-state .btn");
  await send({ kind: "empty", scenarios: statuses.map((status) => ({ ...status, elapsedMs: 9000 })) });
  await send({ kind: "empty", scenarios: [...statuses].reverse() });
  await settle(page);
  await expect(
    "the list of scenarios keeps the focus",
    page.evaluate(() => document.activeElement?.closest(".card-state")?.textContent),
    "withdrawcritical-sectionVerify",
  );
  await page.context().close();
  console.log("keys checked");
}

/** The card of the handler: follows the cursor, leads to its steps and to the source, and keeps the focus while it stays the same. */
async function checkUpcall() {
  const page = await openPage({});
  await arrange(page, { sample: "nested" });
  const expect = async (what, found, wanted) => {
    const value = await found;
    if (JSON.stringify(value) !== JSON.stringify(wanted))
      failures.push(`upcall: ${what}: got ${JSON.stringify(value)}, want ${JSON.stringify(wanted)}`);
  };
  const where = () => page.textContent(".sec-upcall .r .opt");
  const steps = () => page.textContent(".card-title .plain");
  const position = () => page.textContent(".pos");
  await expect("opens at the step that harms", where(), "runs at step 12");
  await expect("with the second start", steps(), "on CPU 0, steps 11–12");
  await page.click('[aria-label="Previous upcall"]');
  await settle(page);
  await expect("the start before", position(), "Step 6 of 14");
  await expect("with its card", steps(), "on CPU 0, steps 6–9");
  await expect(
    "never answered",
    page.textContent(".answer"),
    "didready[0] none → producer, taken back with its sectionanswerednever: it was interrupted itself, or the run ends before",
  );
  await page.focus(".card .link");
  await page.keyboard.press("ArrowRight");
  await settle(page);
  await expect(
    "the card keeps the focus",
    page.evaluate(() => document.activeElement?.textContent),
    "queue.ts:11",
  );
  await page.keyboard.press("Enter");
  await expect(
    "to the source",
    page.evaluate(() => globalThis.harness.sent.filter(({ kind }) => kind === "reveal").at(-1)?.at.range.start.line),
    10,
  );
  await page.keyboard.press("Home");
  await settle(page);
  await expect("before any", where(), "the first, after step 1");
  await page.click(".card-title .plain");
  await settle(page);
  await expect("to its first step", position(), "Step 6 of 14");
  await page.context().close();
  console.log("upcall checked");
}

/** A reload of the window keeps step and folds. */
async function checkRestore() {
  const page = await openPage({});
  await arrange(page, { sample: "critical-section", keys: ["Home", "ArrowRight"], sections: ["text"] });
  await page.reload();
  await page.waitForFunction(() => globalThis.harness?.sent.some(({ kind }) => kind === "ready"));
  const ready = await page.evaluate(() => globalThis.harness.sent[0].state);
  if (ready?.step !== 1 || !ready.folded.includes("text")) failures.push(`restore: ready said ${JSON.stringify(ready)}`);
  await arrange(page, { sample: "critical-section" });
  const position = await page.textContent(".pos");
  if (position !== "Step 2 of 15") failures.push(`restore: ${position}`);
  await page.context().close();
  console.log("restore checked");
}

/** How long a step and a scroll take, in the middle of 100,000 steps and on the largest fabric. Printed, never judged. */
async function measure() {
  for (const sample of ["long", "long-sections", "big"]) {
    const page = await openPage({ width: 900, height: 1000, scale: 1 });
    await arrange(page, { sample });
    const figures = await page.evaluate(async () => {
      const frame = () => new Promise((ok) => requestAnimationFrame(() => setTimeout(ok)));
      const list = document.querySelector(".steps");
      const time = async (count, act) => {
        const times = [];
        for (let i = 0; i < count; i += 1) {
          const start = performance.now();
          act(i);
          times.push(performance.now() - start);
          await frame();
        }
        times.sort((a, b) => a - b);
        return { median: times[Math.floor(count / 2)], worst: times.at(-1) };
      };
      const key = (name) => () => globalThis.dispatchEvent(new KeyboardEvent("keydown", { key: name }));
      const frames = async (count, act) => {
        const times = [];
        let last = performance.now();
        for (let i = 0; i < count; i += 1) {
          act(i);
          await new Promise((ok) => requestAnimationFrame(ok));
          times.push(performance.now() - last);
          last = performance.now();
        }
        times.sort((a, b) => a - b);
        return { median: times[Math.floor(count / 2)], worst: times.at(-1) };
      };
      key("Home")();
      await frame();
      return {
        "script per step": await time(200, key("ArrowRight")),
        "frame while stepping": await frames(200, key("ArrowRight")),
        "frame while scrolling": await frames(200, (i) => (list.scrollTop = (list.scrollHeight / 200) * i)),
        "frame while zooming": await frames(12, key("+")),
      };
    });
    for (const [what, { median, worst }] of Object.entries(figures))
      console.log(`${sample}: ${what}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`);
    await page.context().close();
  }
}

/** A trace or a report from the command line. */
async function shootFile(file) {
  const read = JSON.parse(readFileSync(file, "utf8"));
  const found =
    read.schema === "faultline-trace/1"
      ? [{ trace: read, about: {} }]
      : read.results.flatMap((result) =>
          result.traces.map((trace) => ({
            trace,
            about: {
              verdict: result.verdict,
              milliseconds: result.stats.milliseconds,
              reproduce: result.reproduce,
              codes: result.problems.slice(0, 2).map(({ code }) => ({ code, title: "" })),
            },
          })),
        );
  for (const [index, { trace, about }] of found.entries()) {
    for (const { theme, ...size } of [{ theme: "dark" }, { theme: "light", ...narrow }]) {
      const page = await openPage({ theme, ...size });
      await page.evaluate(([opened, more]) => void globalThis.harness.openTrace(opened, more), [trace, about]);
      await page.waitForSelector(".panel");
      await settle(page);
      await page.screenshot({ path: join(output, `file-${index}-${theme}.png`), fullPage: true });
      await checkAccess(page, `${file} ${index}`);
      await page.context().close();
    }
    console.log(`shot ${index}: ${trace.title}`);
  }
}

async function serve() {
  const bundle = (entry) =>
    build({
      entryPoints: [join(root, entry)],
      bundle: true,
      write: false,
      format: "iife",
      target: "chrome120",
      logLevel: "warning",
      keepNames: true,
    });
  const [panel, harness, style] = await Promise.all(
    ["client/panels/main.ts", "client/panels/dev/harness.ts", "client/panels/panel.css"].map(bundle),
  );
  const files = { "/panel.js": ["text/javascript", panel], "/harness.js": ["text/javascript", harness], "/panel.css": ["text/css", style] };
  const listening = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = files[url.pathname];
    if (file) return response.writeHead(200, { "content-type": file[0] }).end(file[1].outputFiles[0].text);
    if (url.pathname === "/theme.css")
      return response.writeHead(200, { "content-type": "text/css" }).end(themes[url.searchParams.get("theme") ?? "dark"].css);
    if (url.pathname !== "/") return response.writeHead(204).end();
    const theme = url.searchParams.get("theme") ?? "dark";
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'";
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
    response.end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Trace</title><link rel="stylesheet" href="/theme.css?theme=${theme}"><link rel="stylesheet" href="/panel.css"></head><body class="${themes[theme].bodyClass}"><div id="panel"></div><script src="/harness.js"></script><script src="/panel.js"></script></body></html>`,
    );
  });
  await new Promise((ok) => listening.listen(0, "127.0.0.1", ok));
  return listening;
}

const server = await serve();
const browser = await launchBrowser();
try {
  await main();
} finally {
  await browser.close();
  server.close();
}
if (process.env["FAULTLINE_COUNTS"]) writeFileSync(process.env["FAULTLINE_COUNTS"], JSON.stringify(counts));
if (failures.length > 0) {
  console.error(`\n${failures.length} failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
  process.exitCode = 1;
}
