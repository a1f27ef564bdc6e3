import type { Trace } from "../../../protocol/trace.ts";
import { set, stepsIn } from "./parts.ts";

const path = "src/search.ts";
const step = stepsIn(path);

/** Two requests under way, answered in the other order: the answer to the older question stays. One lane for each task, one for the outside world. */
export function staleAnswer(): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: "critical-section",
    scenario: "search",
    path,
    inputs: "sha256:5",
    property: "no-lost-update",
    title: "The answer for “fau” comes after the one for “fault”, and the page shows what nobody asks for any more.",
    lanes: [
      { id: "task:1", title: "type “fau”" },
      { id: "task:2", title: "type “fault”" },
      { id: "outside", title: "outside world" },
    ],
    initial: { query: "", results: [], pending: {} },
    steps: [
      step("task:1", "write", 'type “fau” writes `query` `"" → fau`', 8, { short: "`query: fau`", changes: [set(["query"], "", "fau")] }),
      step("task:1", "control", "type “fau” asks the server and waits for the answer", 9, {
        short: "asks, awaits",
        to: "outside",
        changes: [set(["pending", "fau"], undefined, "sent")],
      }),
      step("task:2", "write", "type “fault” writes `query` `fau → fault`", 8, {
        short: "`query: fault`",
        changes: [set(["query"], "fau", "fault")],
      }),
      step("task:2", "control", "type “fault” asks the server and waits for the answer", 9, {
        short: "asks, awaits",
        to: "outside",
        changes: [set(["pending", "fault"], undefined, "sent")],
      }),
      step("outside", "event", "The server works on “fault” first", 9, {
        short: "finds fault",
        changes: [set(["pending", "fault"], "sent", "done")],
      }),
      step("outside", "event", "The answer for “fault” arrives: 2 results", 9, {
        to: "task:2",
        changes: [set(["pending", "fault"], "done", undefined)],
      }),
      step("task:2", "write", "type “fault” writes `results` `0 → 2`", 10, {
        short: "`results: 2`",
        changes: [set(["results"], [], ["fault", "faultline"])],
      }),
      step("outside", "event", "The server works on “fau”, and answers late: 3 results", 9, {
        to: "task:1",
        changes: [set(["pending", "fau"], "sent", undefined)],
      }),
      step("task:1", "write", "type “fau” writes `results`, asked for with the `query` of step 1", 10, {
        short: "`results: 3`",
        harm: true,
        changes: [
          { location: ["results"], before: ["fault", "faultline"], after: ["fau", "fault", "faun"], expected: ["fault", "faultline"] },
        ],
      }),
      step("", "control", "resultsMatch is false: `query` is `fault`, `results[0]` is `fau`", 15),
    ],
    harm: 8,
    differs: 7,
    subject: {},
    links: [
      { from: 0, to: 8, kind: "stale" },
      { from: 6, to: 8, kind: "overwrites" },
    ],
    waits: [
      { lane: "task:1", from: 1, to: 7, thread: "type “fau”", what: "awaits the answer for “fau”" },
      { lane: "task:2", from: 3, to: 5, thread: "type “fault”", what: "awaits the answer for “fault”" },
    ],
  };
}
