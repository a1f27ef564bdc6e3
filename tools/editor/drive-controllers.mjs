// The part of the drive that is about controllers: from the squiggle over the crash and the cluster at rest to the fix that holds.
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

const halfDone = "credentials.ts";
/** Of the call whose answer is lost, in that file. */
const lostLine = 39;
const restless = "service.ts";
const forgotten = "forgotten-await.ts";

/** In a trusted workspace. */
export const controllerSteps = [
  {
    name: "a call whose lost answer leaves the work half done is marked, and the lens says what was found",
    step: async ({ page, shot }) => {
      await openFile(page, halfDone);
      await squiggle(page).waitFor();
      await lens(page, /✗ violated · 1 problem/).waitFor();
      await shot(page, "controller");
    },
  },
  {
    name: "the Problems panel tells the run as numbered steps, and what would have come next",
    step: async ({ page, shot }) => {
      await showProblems(page, halfDone);
      const rows = page.locator(".markers-panel .monaco-list-row");
      for (const text of [
        /FL2004/,
        /\d+\. creates Secret sessions, but the answer is lost/,
        /Without the fault: creates ConfigMap sessions/,
      ])
        await rows.filter({ hasText: text }).first().waitFor();
      await shot(page, "controller-problems");
      await hideProblems(page);
    },
  },
  {
    name: "the trace opens on the harm, with the missing object in a dashed frame below its owner",
    step: async ({ page, shot }) => {
      await hideSideBar(page);
      await openTrace(page, /ConfigMap sessions is missing for ever/);
      const panel = panelOf(page);
      const missing = panel.locator(".object.missing");
      await missing.waitFor();
      assert.match(await missing.innerText(), /ConfigMap[^]*sessions[^]*exists without the lost answer/);
      const owned = panel.getByRole("list", { name: "Owned by Cache sessions" });
      assert.match(await owned.innerText(), /Secret[^]*ConfigMap|ConfigMap[^]*Secret/);
      await shot(page, "controller-trace");
    },
  },
  {
    name: "the text twin tells the run without the fault, too",
    step: async ({ page }) => {
      const twin = panelOf(page).getByRole("listbox", { name: "Steps and picture as text" });
      await toggleInTrace(page, "T", twin, true);
      for (const text of [/Without the lost answer/, /creates ConfigMap sessions/, /ConfigMap sessions is missing at the end/])
        await twin.getByText(text).first().waitFor();
      await toggleInTrace(page, "T", twin, false);
    },
  },
  {
    name: "E goes to the lost answer, F to the harm, and the source follows",
    step: async ({ page, shot }) => {
      const harm = await stepOf(page);
      const isAt = (text) => async () => text.test(await currentRow(page).innerText());
      await pressInTrace(page, ["Home"], async () => (await stepOf(page)) === 1);
      await pressInTrace(page, ["Home", "E"], isAt(/the answer is lost/));
      await pressInTrace(page, ["Home", "E", "Enter"], async () => (await cursor(page)).startsWith(`Ln ${lostLine},`));
      await shot(page, "controller-source");
      await pressInTrace(page, ["F"], async () => (await stepOf(page)) === harm);
    },
  },
  {
    name: "a cluster that never comes to rest is drawn as a loop",
    step: async ({ page, shot }) => {
      await closeAll(page);
      await openFile(page, restless);
      await lens(page, /✗ violated/).waitFor();
      await openTrace(page, /never comes to rest: reconcile deletes and creates Service sessions/);
      await panelOf(page)
        .getByText(/same state as after step \d+: steps \d+–\d+ repeat for ever/)
        .waitFor();
      await shot(page, "controller-lasso");
    },
  },
  {
    name: "a sample that the API server refuses is marked in the YAML, at the value",
    step: async ({ page, shot }) => {
      await closeAll(page);
      await openFile(page, "broken-cache.yaml");
      await squiggle(page).waitFor();
      await shot(page, "controller-yaml");
    },
  },
  {
    name: "a quick fix awaits the forgotten call, the findings go, and the lens says within which bounds it holds",
    step: async ({ page, shot }) => {
      await closeAll(page);
      await openFile(page, forgotten);
      await squiggle(page).waitFor();
      await quickFix(page, {
        example: `controller/${forgotten}`,
        at: "createNamespacedConfigMap",
        title: /Add `?await`?/,
        result: /await core\.createNamespacedConfigMap/,
        shot: () => shot(page, "controller-fix"),
      });
      await squiggle(page).waitFor({ state: "detached" });
      await lens(page, /✓ holds · .*fault/).waitFor();
      await shot(page, "controller-holds");
    },
  },
];
