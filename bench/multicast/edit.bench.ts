// One edited group in a configuration of 1,000: from the new text to new diagnostics.
import { unlimited } from "../../simulators/core/budget.ts";
import { conclude } from "../../simulators/core/conclude.ts";
import type { SourceUnit } from "../../simulators/core/simulator.ts";
import { multicast } from "../../simulators/multicast/index.ts";
import { isQuick, median, milliseconds, printTable, type Row } from "../support.ts";
import { configText, groupCount, type Groups, randomGroups } from "./thousand-groups.ts";

const goalMilliseconds = 50;
const edits = isQuick ? 5 : 20;

interface Kind {
  readonly what: string;
  /** Members of the configuration beside topology and groups. */
  readonly rest: (groups: Groups) => object;
  readonly isGoal: boolean;
}

const kinds: readonly Kind[] = [
  { what: "groups alone", rest: () => ({}), isGoal: true },
  { what: "and a stream for each", rest: (groups) => ({ streams: streamsOf(groups) }), isGoal: false },
  {
    what: "and every single failure",
    rest: (groups) => ({ streams: streamsOf(groups), failures: [{ every: "single" }] }),
    isGoal: false,
  },
];

const streamsOf = (groups: Groups): object[] =>
  groups.map((_, index) => ({ group: `group-${index}`, intervalMs: 1000, bytes: 100, maxAgeMs: 5000 }));

async function main(): Promise<void> {
  const rows: Row[] = [];
  for (const kind of kinds) {
    const groups = randomGroups();
    const first = await diagnose(configText(groups, kind.rest(groups)));
    const times: Times[] = [];
    for (let edit = 0; edit < edits; edit += 1) {
      // Another member for one group, as somebody types it.
      (groups[(edit * 37) % groupCount] as string[])[3] = `p${edit % 12}.l5.h${edit % 48}`;
      times.push(await diagnose(configText(groups, kind.rest(groups))));
    }
    const middle = median(times.map(({ milliseconds: wall }) => wall));
    const processor = median(times.map((one) => one.processor));
    rows.push(
      {
        what: `${kind.what}: one group edited, median of ${edits}`,
        figure: `${milliseconds(middle)} (processor ${milliseconds(processor)})`,
        ...(kind.isGoal ? { goal: `at most ${goalMilliseconds} ms`, isMet: middle <= goalMilliseconds } : {}),
      },
      { what: `${kind.what}: first time, nothing remembered`, figure: milliseconds(first.milliseconds) },
    );
  }
  printTable(`${groupCount} groups of 24 receivers, each a sender, on 27,648 hosts; text to diagnostics in one process`, rows);
}

/** Wall clock and, for a busy machine, time on the processor. */
interface Times {
  readonly milliseconds: number;
  readonly processor: number;
}

async function diagnose(text: string): Promise<Times> {
  const start = performance.now();
  const used = process.cpuUsage();
  const unit: SourceUnit = {
    path: "bench.multicast.json",
    text,
    typescript: () => {
      throw new Error("JSON needs no compiler");
    },
  };
  const [scenario] = multicast.discover(unit).scenarios;
  if (!scenario || scenario.notRun) throw new Error(`the configuration is not accepted: ${scenario?.notRun?.message ?? "no scenario"}`);
  const outcome = await multicast.run(scenario, unlimited());
  const result = conclude(scenario, outcome, { inputs: "", milliseconds: 0, reproduce: "" });
  if (result.verdict === "not-run") throw new Error("not run");
  const { user, system } = process.cpuUsage(used);
  return { milliseconds: performance.now() - start, processor: (user + system) / 1000 };
}

await main();
