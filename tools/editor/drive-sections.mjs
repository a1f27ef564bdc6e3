// The part of the drive that is about critical sections: from the squiggle over the schedule that fails to the fix that holds.
import assert from "node:assert/strict";
import {
  activeEditor,
  currentRow,
  cursor,
  eventually,
  hideProblems,
  hideSideBar,
  lens,
  openFile,
  openTrace,
  panelOf,
  pressInTrace,
  quickFix,
  runCommand,
  showProblems,
  squiggle,
  stepOf,
} from "./hands.mjs";

const interrupted = "withdraw.ts";
/** Of the write that loses an update, in that file. */
const harmfulLine = 17;
const forgotten = "page-hits.ts";

/** In a trusted workspace. */
export const sectionSteps = [
  {
    name: "an update lost after an interrupt is marked in the handler's file, with hints at what an event reverts",
    step: async ({ page, shot }) => {
      await openFile(page, interrupted);
      const editor = page.locator(activeEditor);
      await editor.locator(".squiggly-error").first().waitFor();
      await editor.getByText("⚡ reverts account.balance").first().waitFor();
      await lens(page, /✗ violated · \d+ problems?/).waitFor();
      await page.locator('.editor-actions [aria-label*="Verify File"]').first().waitFor();
      await shot(page, "section");
    },
  },
  {
    name: "the Problems panel tells the schedule as numbered steps",
    step: async ({ page, shot }) => {
      await showProblems(page, "withdraw.ts");
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
      await hideProblems(page);
    },
  },
  {
    name: "the trace has a lane for each CPU, opens on the step that harms, and shows the card that the handler got",
    step: async ({ page, shot }) => {
      await hideSideBar(page);
      await openTrace(page, /account\.balance|threads|bothDone/);
      const panel = panelOf(page);
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
      const harm = await stepOf(page);
      const isAt = (text) => async () => text.test(await currentRow(page).innerText());
      await pressInTrace(page, ["Home"], async () => (await stepOf(page)) === 1);
      await pressInTrace(page, ["Home", "E"], isAt(/timer event/));
      await shot(page, "section-event");
      await pressInTrace(page, ["Home", "E", "ArrowRight"], isAt(/takes the section of atm.* back/));
      await pressInTrace(page, ["F"], async () => (await stepOf(page)) === harm);
      await pressInTrace(page, ["Enter"], async () => (await cursor(page)).startsWith(`Ln ${harmfulLine},`));
      await shot(page, "section-source");
    },
  },
  {
    name: "the Test Explorer has an item for the scenario and one for each property",
    step: async ({ page, shot }) => {
      const explorer = page.locator(".test-explorer");
      const rows = explorer.locator(".monaco-list-row");
      await runCommand(page, "Testing: Focus on Test Explorer View", () => explorer.isVisible());
      await eventually(async () => (await rows.count()) > 0);
      await shot(page, "section-tests");
      await hideSideBar(page);
    },
  },
  {
    name: "a quick fix wraps the accesses in a section, the finding goes, and the lens says holds",
    step: async ({ page, shot }) => {
      await openFile(page, forgotten);
      await squiggle(page).waitFor();
      await quickFix(page, {
        example: `critical-section/${forgotten}`,
        at: "stats.hits = seen",
        title: /Wrap in a critical section/,
        result: /criticalSection\(\(\) =>[^]*criticalSection\(\(\) =>/,
        shot: () => shot(page, "section-fix"),
      });
      await squiggle(page).waitFor({ state: "detached" });
      await lens(page, /✓ holds/).waitFor();
      await shot(page, "section-holds");
    },
  },
];

/** In a workspace that nobody has trusted: nothing of its code is run. */
export const untrustedSteps = [
  {
    name: "untrusted: a lens says why nothing was run, and what needs no run is found",
    step: async ({ page, shot }) => {
      await openFile(page, "rebalance.ts");
      const editor = page.locator(activeEditor);
      await lens(page, /not run: waits until the workspace is trusted/).waitFor();
      await editor.locator(".squiggly-error").first().waitFor();
      assert.equal(await page.locator(".codelens-decoration a", { hasText: /^Run$/ }).count(), 0);
      await shot(page, "untrusted");
      await openFile(page, forgotten);
      await lens(page, /not run: waits until the workspace is trusted/).waitFor();
      assert.equal(await editor.locator(".squiggly-error").count(), 0, "a finding of a run");
    },
  },
];
