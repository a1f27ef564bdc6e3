// Exploration of whole programs: code of the user's, nodes, memory; what is left out because it makes no difference.
import { unlimited } from "../../simulators/core/budget.ts";
import { Findings, search } from "../../simulators/remote-file/verify/search.ts";
import { createStage, type Stage, withCrashes } from "../../simulators/remote-file/verify/stage.ts";
import { noProperties } from "../../simulators/remote-file/verify/testing/outcomes.ts";
import { type Sketch, scenarioOf } from "../../simulators/remote-file/verify/testing/scenario.ts";
import { count, isQuick, median, printTable, type Row } from "../support.ts";

/** A writer of versioned records and readers that check the version, each on a node of its own. */
const versioned = (readers: number): Sketch => ({
  text: `
import { open } from "node:fs/promises";
/** @process node=writer */
export async function write(): Promise<void> {
  const file = await open("/rdma/record", "r+");
  const version = Buffer.alloc(8);
  for (let round = 1; round <= 3; round++) {
    version.writeBigUInt64LE(BigInt(2 * round - 1));
    await file.write(version, 0, 8, 0);
    await file.write(Buffer.alloc(24, round), 0, 24, 8);
    version.writeBigUInt64LE(BigInt(2 * round));
    await file.write(version, 0, 8, 0);
  }
  await file.close();
}
async function read(): Promise<number | undefined> {
  const file = await open("/rdma/record", "r");
  const [version, record] = [Buffer.alloc(8), Buffer.alloc(24)];
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      await file.read(version, 0, 8, 0);
      const before = version.readBigUInt64LE();
      if (before % 2n === 1n) continue;
      await file.read(record, 0, 24, 8);
      await file.read(version, 0, 8, 0);
      if (version.readBigUInt64LE() === before) return record[0];
    }
    return undefined;
  } finally {
    await file.close();
  }
}
${Array.from({ length: readers }, (_, index) => `/** @process node=reader${index} */\nexport async function read${index}(): Promise<number | undefined> { return read(); }`).join("\n")}
`,
  configuration: { files: [{ path: "/rdma/record", zeros: 64 }] },
});

const preemptions = 3;

interface Measured {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
}

/** Seconds on the processor: other programs on the machine do not count. */
function measure(stage: Stage, sketch: Awaited<ReturnType<typeof scenarioOf>>): Measured {
  const start = process.cpuUsage();
  const { states, transitions } = search(stage, {
    properties: noProperties,
    setup: { payload: sketch.payload, site: stage.site, path: "main.ts" },
    preemptions,
    budget: unlimited({ maxStates: isQuick ? 20_000 : 200_000 }),
    findings: new Findings(),
  });
  const { user, system } = process.cpuUsage(start);
  return { states, transitions, seconds: (user + system) / 1e6 };
}

async function rowsOf(readers: number, crashes: number): Promise<readonly Row[]> {
  const sketch = await scenarioOf(versioned(readers));
  const stage = withCrashes(createStage(sketch.program, sketch.payload, unlimited(), { readsClock: false, clearsTimers: false }), crashes);
  const what = `1 writer, ${readers} ${readers === 1 ? "reader" : "readers"}, ${crashes} ${crashes === 1 ? "crash" : "crashes"}`;
  // The first search warms up.
  const plain = measure({ ...stage, isPlain: true }, sketch);
  const rounds = Array.from({ length: isQuick ? 1 : 3 }, () => measure(stage, sketch));
  const [first] = rounds;
  const rate = median(rounds.map(({ states, seconds }) => states / seconds));
  const steps = median(rounds.map(({ transitions, seconds }) => transitions / seconds));
  return [
    { what, figure: `${count(first?.states ?? 0)} states, ${count(rate)} states/s, ${count(steps)} steps/s` },
    { what: `${what}, nothing left out`, figure: `${count(plain.states)} states, ${count(plain.states / plain.seconds)} states/s` },
  ];
}

const rows = [...(await rowsOf(1, 0)), ...(await rowsOf(1, 1)), ...(await rowsOf(2, 0))];
printTable(`programs, ${preemptions} switches, 2 parts of a message; seconds on the processor, median`, rows);
