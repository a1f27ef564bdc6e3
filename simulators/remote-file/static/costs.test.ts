import assert from "node:assert/strict";
import { test } from "node:test";
import { discovered } from "../discover/testing.ts";

/** `line: text` of each note. */
const notesIn = (lines: readonly string[], more = ""): readonly string[] => {
  const text = `import { open, readFile, writeFile } from "node:fs/promises";\n${more}\n/** @process node=a */\nexport async function run(): Promise<void> {\n${lines.join("\n")}\n}\n`;
  const [scenario] = discovered(text).scenarios;
  return (scenario?.notes ?? []).map(({ kind, range, text: said }) => `${kind} ${range.start.line + 1}: ${said}`);
};

test("costs: an open with what is read and written by it", () => {
  assert.deepEqual(
    notesIn([
      'const file = await open("/rdma/a", "r+");',
      "await file.read(Buffer.alloc(4096), 0, 4096, 0);",
      "await file.write(Buffer.alloc(8), 0, 8, 0);",
      "await file.close();",
    ]),
    ["lens 5: open 6.8 µs · read 4 KiB 6.45 µs · write 8 B 4.4 µs (simulated)"],
  );
});

test("costs: rounds are counted where they are constant, through functions of the file", () => {
  const more =
    "async function put(slot: number) { const file = await open(`/rdma/${slot}`, 'w'); await file.write(Buffer.alloc(8), 0, 8, 0); await file.close(); }";
  assert.deepEqual(notesIn(["for (let slot = 0; slot < 64; slot++) await put(slot);"], more), [
    "lens 2: open 6.8 µs · write 8 B 4.4 µs (simulated)",
    "lens 5: 64 rounds × 11.2 µs = 717 µs (simulated)",
  ]);
});

test("costs: of other loops one round, and nothing where sizes are not known", () => {
  assert.deepEqual(notesIn(["for (const key of process.argv) await writeFile(`/rdma/${key}`, 'x');"]), [
    "lens 5: open 6.8 µs · write 1 B 4.4 µs (simulated)",
    "lens 5: 11.2 µs in each round (simulated)",
  ]);
  assert.deepEqual(notesIn(["for (const key of process.argv) await readFile(`/rdma/${key}`);"]), ["lens 5: open 6.8 µs (simulated)"]);
});

test("costs: a loop in a loop", () => {
  assert.deepEqual(
    notesIn([
      'const file = await open("/rdma/a", "r");',
      "for (let row = 0; row < 10; row++)",
      "  for (let column = 0; column < 10; column++) await file.read(Buffer.alloc(8), 0, 8, row * 80 + column * 8);",
      "await file.close();",
    ]),
    [
      "lens 5: open 6.8 µs · read 8 B 4.4 µs (simulated)",
      "lens 6: 10 rounds × 44.04 µs = 440 µs (simulated)",
      "lens 7: 10 rounds × 4.4 µs = 44.04 µs (simulated)",
    ],
  );
});
