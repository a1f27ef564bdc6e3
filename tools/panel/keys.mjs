import { arrange, settle } from "./stage.mjs";

/** The keys of the panel, and what the editor hears of them. */
export async function checkKeys(stage) {
  const page = await stage.openPage({});
  await arrange(page, { sample: "critical-section" });
  const position = () => page.textContent(".pos");
  const focused = () => page.evaluate(() => document.activeElement?.closest("header, .bar, .sec, footer")?.className ?? "");
  const last = (kind) => page.evaluate((wanted) => globalThis.harness.sent.filter((message) => message.kind === wanted).at(-1), kind);
  const expect = (what, found, wanted) => stage.expect(`keys: ${what}`, found, wanted);
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
