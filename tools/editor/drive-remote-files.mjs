// The part of the drive that is about remote files: from the squiggle over the parts of a message to the fix that holds.
import assert from "node:assert/strict";
import {
  closeAll,
  currentRow,
  cursor,
  hideProblems,
  hideSideBar,
  lens,
  openFile,
  openTrace,
  panelOf,
  pressInTrace,
  quickFix,
  showProblems,
  squiggle,
  stepOf,
  toggleInTrace,
} from "./hands.mjs";

const torn = "position.ts";
const forgotten = "presence.ts";
const misspelt = "misspelt.remote-files.json";

/** In a trusted workspace. */
export const remoteFileSteps = [
  {
    name: "a record that is read while another node writes it is marked, and the lens says what was found",
    step: async ({ page, shot }) => {
      await openFile(page, torn);
      await squiggle(page).waitFor();
      await lens(page, /✗ violated · \d problem/).waitFor();
      await shot(page, "remote-file");
    },
  },
  {
    name: "the Problems panel tells the run as numbered steps",
    step: async ({ page, shot }) => {
      await showProblems(page, torn);
      const rows = page.locator(".markers-panel .monaco-list-row");
      for (const text of [/FL4007/, /\d+\. /]) await rows.filter({ hasText: text }).first().waitFor();
      await shot(page, "remote-file-problems");
      await hideProblems(page);
    },
  },
  {
    name: "the trace opens on the harm, with a lane for each program, agent, adapter and memory",
    step: async ({ page, shot }) => {
      await hideSideBar(page);
      await openTrace(page, /look/);
      const text = await panelOf(page).locator("body").innerText();
      for (const lane of [/drive/, /look/, /manager/i, /memory/i]) assert.match(text, lane);
      await shot(page, "remote-file-trace");
    },
  },
  {
    name: "the keys go to the first step and back to the harm, and Enter to the source",
    step: async ({ page }) => {
      const harm = await stepOf(page);
      await pressInTrace(page, ["Home"], async () => (await stepOf(page)) === 1);
      await pressInTrace(page, ["F"], async () => (await stepOf(page)) === harm);
      await pressInTrace(page, ["Home", "Enter"], async () => /^Ln \d+,/.test(await cursor(page)));
      await pressInTrace(page, ["F"], async () => (await currentRow(page).innerText()).length > 0);
    },
  },
  {
    name: "the text twin tells the steps and the memory",
    step: async ({ page, shot }) => {
      const twin = panelOf(page).getByRole("listbox", { name: "Steps and picture as text" });
      await toggleInTrace(page, "T", twin, true);
      for (const text of [/look/, /\/rdma\/position/]) await twin.getByText(text).first().waitFor();
      await shot(page, "remote-file-text");
      await toggleInTrace(page, "T", twin, false);
    },
  },
  {
    name: "a bound that the configuration breaks is marked at its token",
    step: async ({ page, shot }) => {
      await closeAll(page);
      await openFile(page, misspelt);
      await squiggle(page).waitFor();
      await shot(page, "remote-file-configuration");
    },
  },
  {
    name: "a quick fix awaits the forgotten write, the findings go, and the lens says within which bounds it holds",
    step: async ({ page, shot }) => {
      await closeAll(page);
      await openFile(page, forgotten);
      await squiggle(page).waitFor();
      await quickFix(page, {
        example: `remote-file/${forgotten}`,
        at: "file.write",
        title: /Add `?await`?/,
        result: /await file\.write/,
        shot: () => shot(page, "remote-file-fix"),
      });
      await squiggle(page).waitFor({ state: "detached" });
      await lens(page, /✓ holds · /).waitFor();
      await shot(page, "remote-file-holds");
    },
  },
];
