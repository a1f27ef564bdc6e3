import { arrange } from "./stage.mjs";

/** A reload of the window keeps step and folds. */
export async function checkRestore(stage) {
  const page = await stage.openPage({});
  await arrange(page, { sample: "critical-section", keys: ["Home", "ArrowRight"], sections: ["text"] });
  await page.reload();
  await page.waitForFunction(() => globalThis.harness?.sent.some(({ kind }) => kind === "ready"));
  const ready = await page.evaluate(() => globalThis.harness.sent[0].state);
  if (ready?.step !== 1 || !ready.folded.includes("text")) stage.failures.push(`restore: ready said ${JSON.stringify(ready)}`);
  await arrange(page, { sample: "critical-section" });
  const position = await page.textContent(".pos");
  if (position !== "Step 2 of 15") stage.failures.push(`restore: ${position}`);
  await page.context().close();
  console.log("restore checked");
}
