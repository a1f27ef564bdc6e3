// A controller like Anvil's VReplicaSet, with up to three pods: eventually stable reconciliation and all other properties, completely.
import { rmSync } from "node:fs";
import { count, isQuick, milliseconds, peakMemory, printTable, mustBe } from "../support.ts";
import { checkText, openPrograms, temporaryFolder, timedBudget } from "./checked.ts";
import { replicaSet } from "./programs.ts";

/** Exact, so that a change of the model is noticed. */
const expected = { verdict: "holds", states: 25_406, transitions: 126_373 };
const goalMs = 60_000;

async function main(): Promise<void> {
  const folder = temporaryFolder();
  const programs = openPrograms();
  try {
    const used = process.cpuUsage();
    const { discover, bundle, run, result } = await checkText(programs, folder, "replicas.ts", replicaSet, () =>
      timedBudget(isQuick ? 20_000 : 5 * goalMs),
    );
    const { user, system } = process.cpuUsage(used);
    const { verdict, reason, stats, properties } = result;
    const whole = discover + bundle + run;
    const open = properties.filter((property) => property.verdict !== "holds").map(({ id, verdict: of }) => `${id} ${of}`);
    printTable("a VReplicaSet: replicas 1, 3, 2, deleted and made again, any single fault", [
      { what: "verdict", figure: `${verdict} ${reason?.limit ?? ""}`.trim(), goal: "holds", isMet: verdict === "holds" },
      ...(open.length > 0 ? [{ what: "not shown", figure: open.join(", ") }] : []),
      { what: "states", figure: count(stats.states) },
      { what: "transitions", figure: count(stats.transitions) },
      { what: "runs of its code", figure: count(stats.executions) },
      { what: "from text to verdict", figure: milliseconds(whole), goal: "at most 60 s", isMet: whole <= goalMs },
      { what: "time on the processor", figure: milliseconds((user + system) / 1000) },
      { what: "memory of the process", figure: `${count(peakMemory())} MB` },
    ]);
    if (!isQuick) mustBe("the search", { verdict, states: stats.states, transitions: stats.transitions }, expected);
  } finally {
    await programs.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
