import { arrange, settle } from "./stage.mjs";

/** The card of the handler: follows the cursor, leads to its steps and to the source, and keeps the focus while it stays the same. */
export async function checkUpcall(stage) {
  const page = await stage.openPage({});
  await arrange(page, { sample: "nested" });
  const expect = (what, found, wanted) => stage.expect(`upcall: ${what}`, found, wanted);
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
