import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import type { Churn, Fabric, Group } from "../model.ts";
import { type ChurnReport, simulateChurn } from "../churn.ts";
import type { ScaleFigures } from "../scale/figures.ts";
import { type Examination, examineGroup } from "./examine.ts";
import { examineGenerated } from "./generated.ts";
import { Meter, Stopped } from "./progress.ts";
import { soundGroups, type State, stateOf } from "./state.ts";
import { examineStreams, type StreamFacts } from "./streams.ts";

/** All that was found out about a fabric, as far as the budget allowed. */
export interface Survey {
  readonly state: State;
  readonly groups: readonly { readonly group: Group; readonly examination: Examination }[];
  /** Undefined: a limit came first. */
  readonly streams?: StreamFacts;
  /** Only with `churn`. */
  readonly churn?: ChurnReport;
  /** Only with `generate`. */
  readonly generated?: ScaleFigures;
  /** Which limit ended it; undefined: it is complete. */
  readonly limit?: Limit;
  /** Packets walked. */
  readonly packets: number;
}

/** Examines a fabric: groups in their order, then what is common to all. */
export function surveyFabric(fabric: Fabric, budget: Budget): Survey {
  const meter = new Meter(budget);
  const state = stateOf(fabric);
  const sound = soundGroups(fabric);
  const groups: { group: Group; examination: Examination }[] = [];
  let packets = 0;
  try {
    for (const group of sound) {
      meter.check();
      const examination = examineGroup(state, group, meter.poll);
      meter.finish(examination.packets);
      packets += examination.packets;
      groups.push({ group, examination });
      budget.progress({ done: groups.length, total: sound.length, unit: "groups" });
    }
    meter.check();
    const streams = examineStreams(state);
    const churn = fabric.churn && churnOf(fabric, fabric.churn, budget);
    const generated = fabric.generate && examineGenerated(state, fabric.generate, budget);
    return { state, groups, streams, ...(churn ? { churn } : {}), ...(generated ? { generated } : {}), packets };
  } catch (error) {
    if (error instanceof Stopped) return { state, groups, packets, limit: error.limit };
    throw error;
  }
}

/** @throws {Stopped} */
function churnOf(fabric: Fabric, churn: Churn, budget: Budget): ChurnReport {
  const report = simulateChurn(fabric, churn, budget);
  if (report.stopped) throw new Stopped(report.stopped);
  return report;
}
