import assert from "node:assert/strict";
import { test } from "node:test";
import { processOf } from "./testing/bundle.ts";
import { answer, calls, one, secret, tagged } from "./testing/reconciles.ts";

test("timers wait for one another; only virtual time passes", async () => {
  const process = await processOf(`
    const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    export async function reconcile() {
      await Promise.all([sleep(1000), sleep(3000)]);
      console.log(Date.now() - Date.UTC(2026, 0, 1));
    }`);
  const both = process.start(tagged);
  assert.deepEqual(calls(both), ["timer 1000", "timer 3000"]);
  const later = process.answer(both, 0, answer(null));
  assert.deepEqual(calls(later), ["timer 2000"]);
  assert.deepEqual(process.answer(later, 1, answer(null)).events, [
    { kind: "log", text: "3000", at: { path: "main.ts", range: { start: { line: 4, character: 6 }, end: { line: 4, character: 17 } } } },
  ]);
});

test("a loop that polls comes back to the same strand", async () => {
  const process = await processOf(one(`while (!(await read("a")).metadata.uid) await new Promise((resolve) => setTimeout(resolve, 50));`), {
    client: "1.x",
  });
  const reading = process.start(tagged);
  const waiting = process.answer(reading, 0, answer(secret("a")));
  assert.equal(process.answer(waiting, 0, answer(null)).id, reading.id);
});

test("an interval comes again until it is cleared", async () => {
  const process = await processOf(`
    export async function reconcile() {
      let count = 0;
      await new Promise((resolve) => { const timer = setInterval(() => { count += 1; if (count === 2) { clearInterval(timer); resolve(); } }, 10); });
    }`);
  const once = process.answer(process.start(tagged), 0, answer(null));
  assert.deepEqual(calls(once), ["timer 10"]);
  const twice = process.answer(once, 0, answer(null));
  assert.deepEqual([calls(twice), twice.ending], [[], { kind: "returned" }]);
});

test("the second parameter, if there is one, is the type of event", async () => {
  const program = (parameters: string): string =>
    `export async function reconcile(${parameters}) { console.log(typeof second === "string" ? second : typeof second); }`;
  const texts = await Promise.all(
    ["thing, second", `thing, second = {}`].map(async (parameters) => {
      const [event] = (await processOf(program(parameters))).start(tagged).events;
      return event?.kind === "log" ? event.text : "";
    }),
  );
  assert.deepEqual(texts, ["MODIFIED", "object"]);
});

test("abort signals need no clock; the time of their event does", async () => {
  const told = async (body: string): Promise<readonly string[]> => {
    const process = await processOf(
      `export async function reconcile() { const c = new AbortController(); const seen = []; c.signal.onabort = (e) => { ${body} }; c.abort(); AbortSignal.timeout(1).onabort = () => console.log("late"); console.log(c.signal.aborted, ...seen); }`,
    );
    const first = process.start(tagged);
    const second = process.answer(first, first.pending[0]?.call ?? -1, answer(null));
    return [first, second].flatMap(({ events }) => events.map((event) => (event.kind === "log" ? event.text : event.kind)));
  };
  assert.deepEqual(await told("seen.push(e.type);"), ["true abort", "late"]);
  assert.deepEqual(await told("seen.push(e.timeStamp);"), ["true 0", "late"]);
  await assert.rejects(told('seen.push(e[["time", "Stamp"].join("")]);'), /the clock is read in a way that is not modelled/);
});
