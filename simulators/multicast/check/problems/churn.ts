import type { ChurnReport, UpdateLoad } from "../../churn.ts";
import { countOf } from "../../../core/config/words.ts";
import { type Desk, type Draft, draftOf, nodeName } from "../draft.ts";
import { decimal } from "../words.ts";

/** FL3017: one problem for each kind of switch. */
export function churnProblems(desk: Desk, report: ChurnReport): Draft[] {
  return (["leaf", "spine", "host"] as const).flatMap((kind) => churnProblem(desk, kind, report[kind], report.events));
}

function churnProblem(desk: Desk, kind: "leaf" | "spine" | "host", { busiest, meanRate }: UpdateLoad, events: number): Draft[] {
  const { churn, limits, topology } = desk.state.fabric;
  const allowed = limits.updatesPerSecond[kind];
  // A rate is a fraction of a fraction: 0.07 of 100 events is not above 7.
  if (!churn || !busiest || busiest.rate <= allowed * (1 + 1e-9)) return [];
  const node = nodeName(topology, { kind, id: busiest.id });
  const what = kind === "host" ? `the hypervisor switch of ${node}` : node;
  const message =
    `At ${decimal(churn.eventsPerSecond)} joins and leaves per second ${what} has to take ${decimal(busiest.rate, 1)} updates per second, ${decimal(allowed, 1)} allowed ` +
    `(${decimal(meanRate, 1)} on average over all ${kind === "host" ? "hypervisor switches" : kind === "leaf" ? "leaves" : "spines"}; ${countOf(events, "event")} simulated)`;
  const related = [
    { message: `A ${kind} may take ${decimal(allowed, 1)} updates per second`, at: ["limits", "updatesPerSecond", kind] as const },
  ];
  return [draftOf(desk, { code: "FL3017", severity: "warning", message, at: [["churn", "eventsPerSecond"], ["churn"]], related })];
}
