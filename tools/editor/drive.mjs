// Drives the packaged extension in the embedded editor as a person would: opens an example, reads the squiggle, follows the lens,
// steps the packet or the schedule, reads header or card, applies a quick fix, sees the diagnostic go, reloads the window. Pictures go to test-output/.
// `node tools/editor/drive.mjs sections` drives critical sections alone; `controllers`, `remote-files`, `multicast`, `untrusted` likewise.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDependencies, root } from "../setup.mjs";
import { controllerSteps } from "./drive-controllers.mjs";
import { remoteFileSteps } from "./drive-remote-files.mjs";
import { sectionSteps, untrustedSteps } from "./drive-sections.mjs";
import {
  activeEditor,
  eventually,
  hideProblems,
  hideSideBar,
  layoutIsKept,
  openFile,
  openTrace,
  panelOf,
  pressInTrace,
  quickFix,
  showProblems,
  stepOf,
  toggleInTrace,
  withExamples,
} from "./hands.mjs";

const output = join(root, "test-output");
const flooded = "big-fabric.multicast.json";
const misspelt = "streams.multicast.json";

/** Each step is one test; a failed one ends the drive with a picture. */
const steps = [
  {
    name: "the editor opens the example",
    step: async ({ page }) => {
      await openFile(page, flooded);
    },
  },
  {
    name: "a squiggle marks the group whose packets reach hosts that never asked",
    step: async ({ page }) => {
      await page.locator(".squiggly-warning, .squiggly-error").first().waitFor();
    },
  },
  {
    name: "the Problems panel tells what is wrong and the packet's way",
    step: async ({ page }) => {
      await showProblems(page, "default rule");
      const rows = page.locator(".markers-panel .monaco-list-row");
      await rows
        .filter({ hasText: /FL300[45]/ })
        .first()
        .waitFor();
      await rows
        .filter({ hasText: /\d+\. / })
        .first()
        .waitFor();
      await shot(page, "problems");
      await hideProblems(page);
    },
  },
  {
    name: "the lens counts receivers and header, and shows the paths",
    step: async ({ page }) => {
      const lens = page.locator(".codelens-decoration", { hasText: /receivers · \d+ B header · \d+ spurious/ }).first();
      await lens.waitFor();
      await shot(page, "lens");
      await openTrace(page, /./);
    },
  },
  {
    name: "the panel says in one sentence what goes wrong",
    step: async ({ page }) => {
      const title = await panelOf(page).locator("h1").first().innerText();
      assert.match(title, /unasked|never asked|default/i);
      await hideSideBar(page);
      await shot(page, "panel");
    },
  },
  {
    name: "the arrow keys step the packet, and the source follows",
    step: async ({ page }) => {
      await pressInTrace(page, ["Home"], async () => (await stepOf(page)) === 1);
      await pressInTrace(page, ["Home", "ArrowRight", "ArrowRight"], async () => (await stepOf(page)) === 3);
      await pressInTrace(page, ["Home", "F"], async () => (await stepOf(page)) > 3);
    },
  },
  {
    name: "the header shows what is left on each link",
    step: async ({ page }) => {
      const strip = panelOf(page).getByRole("table", { name: /header on each link/i });
      const text = await strip.innerText();
      assert.match(text, /host → leaf/);
      assert.match(text, /\d+ B/);
      await shot(page, "header");
    },
  },
  {
    name: "the text twin says the same",
    step: async ({ page }) => {
      const twin = panelOf(page).getByRole("listbox", { name: "Steps and picture as text" });
      await toggleInTrace(page, "T", twin, true);
      await twin
        .getByText(/default/)
        .first()
        .waitFor();
      await toggleInTrace(page, "T", twin, false);
    },
  },
  {
    name: "after a reload of the window the panel is back with its trace",
    step: async ({ page }) => {
      const title = panelOf(page).locator("h1").first();
      const before = await title.innerText();
      await layoutIsKept(page, "faultline.trace");
      await page.reload();
      await page.locator(".monaco-workbench").waitFor();
      await title.waitFor();
      await eventually(async () => (await title.innerText({ timeout: 1000 })) === before);
    },
  },
  {
    name: "a quick fix corrects a misspelt group, and the diagnostic goes",
    step: async ({ page }) => {
      await openFile(page, misspelt);
      const squiggle = page.locator(activeEditor).locator(".squiggly-error").first();
      await squiggle.waitFor();
      await shot(page, "misspelt");
      await quickFix(page, {
        example: `multicast/${misspelt}`,
        at: '"cpu-laod"',
        title: /cpu-load/,
        result: /^(?![^]*cpu-laod)[^]*cpu-load/,
        shot: () => shot(page, "quick-fix"),
      });
      await squiggle.waitFor({ state: "detached" });
      await shot(page, "fixed");
    },
  },
  {
    name: "nothing was asked of any other host",
    step: async ({ outside }) => {
      assert.deepEqual([...outside], []);
    },
  },
];

const shot = (page, name) => page.screenshot({ path: join(output, `drive-${name}.png`) });

/** Each part has an editor of its own. */
const parts = [
  { name: "multicast", steps, options: {} },
  { name: "sections", steps: sectionSteps, options: {} },
  { name: "controllers", steps: controllerSteps, options: {} },
  { name: "remote-files", steps: remoteFileSteps, options: {} },
  {
    name: "untrusted",
    steps: untrustedSteps,
    options: { trust: false, settings: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" } },
  },
];

async function main(wanted) {
  ensureDependencies();
  mkdirSync(output, { recursive: true });
  const counts = { passed: 0, failed: 0 };
  for (const part of parts) if (wanted.length === 0 || wanted.includes(part.name)) await drive(part, counts);
  if (process.env["FAULTLINE_COUNTS"]) writeFileSync(process.env["FAULTLINE_COUNTS"], JSON.stringify(counts));
  return counts.failed === 0 ? 0 : 1;
}

async function drive({ steps, options }, counts) {
  await withExamples({ viewport: { width: 1600, height: 1000 }, ...options }, async ({ page, server, address }) => {
    const outside = new Set();
    page.on("request", (request) => {
      const { host, protocol } = new URL(request.url());
      // A webview's own files have an address of this form; the editor's service worker answers for it, no network is asked.
      const isOwnFile = host.endsWith(".vscode-resource.vscode-cdn.net");
      if (protocol.startsWith("http") && host !== server.authority && !isOwnFile) outside.add(host);
    });
    await page.goto(address);
    await page.locator(".monaco-workbench").waitFor();
    for (const { name, step } of steps) {
      try {
        await step({ page, outside, shot });
        counts.passed++;
        console.log(`✔ ${name}`);
      } catch (error) {
        counts.failed++;
        await shot(page, "failed");
        console.error(`✖ ${name}\n${error instanceof Error ? error.stack : String(error)}\nsee test-output/drive-failed.png`);
        return;
      }
    }
  });
}

process.exit(await main(process.argv.slice(2)));
