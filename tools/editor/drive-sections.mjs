// The part of the drive that is about critical sections: from the squiggle over the schedule that fails to the fix that holds.
import assert from "node:assert/strict";
import { activeEditor, eventually, openFile, panelOf, runCommand } from "./hands.mjs";

const interrupted = "withdraw.ts";
/** Of the write that loses an update, in that file. */
const harmfulLine = 17;
const forgotten = "page-hits.ts";

const slider = (page) => panelOf(page).locator('[role="slider"]');
const stepOf = async (page) => Number(await slider(page).getAttribute("aria-valuenow"));
const currentRow = (page) => panelOf(page).getByRole("listbox", { name: "Steps", exact: true }).locator('[aria-selected="true"]');
const lens = (page, text) => page.locator(".codelens-decoration", { hasText: text }).first();
const cursor = (page) => page.locator("#status\\.editor\\.selection").innerText();

/** In a trusted workspace. */
export const sectionSteps = [
  {
    name: "an update lost after an interrupt is marked in the handler's file, with hints at what an event reverts",
    step: async ({ page, shot }) => {
      await openFile(page, interrupted);
      const editor = page.locator(activeEditor);
      await editor.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
      await editor.getByText("⚡ reverts account.balance").first().waitFor();
      await lens(page, /✗ violated · \d+ problems?/).waitFor();
      await page.locator('.editor-actions [aria-label*="Verify File"]').first().waitFor();
      await shot(page, "section");
    },
  },
  {
    name: "the Problems panel tells the schedule as numbered steps",
    step: async ({ page, shot }) => {
      await page.keyboard.press("Control+Shift+M");
      const filter = page.getByPlaceholder(/^Filter/);
      await filter.fill("withdraw.ts");
      const rows = page.locator(".markers-panel .monaco-list-row");
      await rows
        .filter({ hasText: /FL100[24]/ })
        .first()
        .waitFor();
      await rows
        .filter({ hasText: /\d+\. A timer event hits CPU 0/ })
        .first()
        .waitFor();
      await shot(page, "section-problems");
      await filter.fill("");
      await page.keyboard.press("Control+J");
    },
  },
  {
    name: "the trace has a lane for each CPU, opens on the step that harms, and shows the card that the handler got",
    step: async ({ page, shot }) => {
      await page.keyboard.press("Control+B");
      await page.locator(".codelens-decoration a", { hasText: "Trace" }).first().click();
      const panel = panelOf(page);
      await eventually(async () => /account\.balance|threads|bothDone/.test(await panel.locator("h1").first().innerText()));
      for (const lane of ["CPU 0", "CPU 1"]) await panel.getByText(lane, { exact: true }).first().waitFor();
      const card = panel.locator(".sec-upcall");
      const text = await card.innerText();
      for (const item of [/onInterrupt/, /thread\s+atm/, /timer/, /CPU state/, /in section\s+yes/, /answered\s+.restart/])
        assert.match(text, item);
      await shot(page, "section-trace");
    },
  },
  {
    name: "the arrow keys step the schedule, E goes to the interrupt, F to the harm, and the source follows",
    step: async ({ page, shot }) => {
      const steps = panelOf(page).getByRole("listbox", { name: "Steps", exact: true });
      await steps.focus();
      const harm = await stepOf(page);
      await page.keyboard.press("Home");
      assert.equal(await stepOf(page), 1);
      await page.keyboard.press("E");
      assert.match(await currentRow(page).innerText(), /timer event/);
      await shot(page, "section-event");
      await page.keyboard.press("ArrowRight");
      assert.match(await currentRow(page).innerText(), /takes the section of atm.* back/);
      await page.keyboard.press("F");
      assert.equal(await stepOf(page), harm);
      await page.keyboard.press("Enter");
      await eventually(async () => (await cursor(page)).startsWith(`Ln ${harmfulLine},`));
      await shot(page, "section-source");
    },
  },
  {
    name: "the Test Explorer has an item for the scenario and one for each property",
    step: async ({ page, shot }) => {
      await runCommand(page, "Testing: Focus on Test Explorer View");
      const rows = page.locator(".test-explorer .monaco-list-row");
      await page.locator(".test-explorer input, .test-explorer .view-line").first().waitFor();
      await eventually(async () => (await rows.count()) > 0);
      await shot(page, "section-tests");
      await page.keyboard.press("Control+Shift+E");
    },
  },
  {
    name: "a quick fix wraps the accesses in a section, the finding goes, and the lens says holds",
    step: async ({ page, shot }) => {
      await openFile(page, forgotten);
      const editor = page.locator(activeEditor);
      await editor.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
      await page.keyboard.press("F8");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+.");
      const fix = page
        .locator(".action-widget .monaco-list-row, .context-view .monaco-list-row")
        .filter({ hasText: /Wrap in a critical section/ })
        .first();
      await fix.waitFor();
      await shot(page, "section-fix");
      await fix.click();
      await editor.locator(".squiggly-error").first().waitFor({ state: "detached", timeout: 30_000 });
      await lens(page, /✓ holds/).waitFor({ timeout: 30_000 });
      await shot(page, "section-holds");
    },
  },
];

/** In a workspace that nobody has trusted: nothing of its code is run. */
export const untrustedSteps = [
  {
    name: "untrusted: a lens says why nothing was run, and what needs no run is found",
    step: async ({ page, shot }) => {
      await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
      await openFile(page, "rebalance.ts");
      const editor = page.locator(activeEditor);
      await lens(page, /not run: waits until the workspace is trusted/).waitFor({ timeout: 60_000 });
      await editor.locator(".squiggly-error").first().waitFor();
      assert.equal(await page.locator(".codelens-decoration a", { hasText: /^Run$/ }).count(), 0);
      await shot(page, "untrusted");
      await openFile(page, forgotten);
      await lens(page, /not run: waits until the workspace is trusted/).waitFor();
      assert.equal(await editor.locator(".squiggly-error").count(), 0, "a finding of a run");
    },
  },
];
