import type { Mark, Step, Trace } from "../../../protocol/trace.ts";
import { at } from "./parts.ts";

/** A loop: reconcile deletes what another controller creates again, for ever. */
export function endlessLoop(): Trace {
  const claim = ["Claim/data-other-0"];
  return {
    schema: "faultline-trace/1",
    simulator: "controller",
    scenario: "memcached",
    path: "src/memcached.ts",
    inputs: "sha256:2",
    property: "converges",
    title: "The cluster never comes to rest: reconcile deletes a volume claim that another StatefulSet creates again.",
    lanes: [
      { id: "user", title: "user" },
      { id: "reconcile", title: "reconcile" },
      { id: "api", title: "API" },
      { id: "cluster", title: "cluster" },
    ],
    initial: {
      "Claim/data-other-0": { uid: "A", ownerReferences: ["StatefulSet other"] },
      "StatefulSet/cache": { spec: { replicas: 3 }, status: { readyReplicas: 3 } },
      "StatefulSet/other": { spec: { replicas: 1 }, status: { readyReplicas: 1 } },
      "Memcached/cache": { spec: { replicas: 3 } },
    },
    steps: [
      step("user", "api", "event", "edit", "user sets `spec.replicas` `3 → 2`", undefined, [
        { location: ["Memcached/cache", "spec", "replicas"], before: 3, after: 2 },
      ]),
      step("reconcile", "api", "write", "update", "reconcile 1 sets StatefulSet cache `replicas` `3 → 2`", 31, [
        { location: ["StatefulSet/cache", "spec", "replicas"], before: 3, after: 2 },
      ]),
      step("cluster", "api", "write", "delete pod", "StatefulSet controller deletes pod cache-2", undefined, [
        { location: ["StatefulSet/cache", "status", "readyReplicas"], before: 3, after: 2 },
      ]),
      step("reconcile", "api", "control", "start", "reconcile 2 starts: StatefulSet cache changed", 18, []),
      step("reconcile", "api", "read", "list", "lists claims with `app=cache`: finds data-other-0 as well", 40, []),
      {
        ...step("reconcile", "api", "write", "delete", "deletes claim data-other-0, which another StatefulSet owns", 42, [
          { location: [...claim, "deletionTimestamp"], after: "set" },
        ]),
        harm: true,
      },
      step("cluster", "api", "write", "create", "StatefulSet controller creates data-other-0 again", undefined, [
        { location: [...claim, "uid"], before: "A", after: "B" },
        { location: [...claim, "deletionTimestamp"], before: "set" },
      ]),
      step("reconcile", "api", "control", "start", "reconcile 3 starts: claim data-other-0 changed", 18, []),
    ],
    loop: 4,
    harm: 5,
    subject: {},
  };
}

function step(
  lane: string,
  to: string,
  mark: Mark,
  action: string,
  message: string,
  line: number | undefined,
  changes: Step["changes"],
): Step {
  return { lane, to, mark, action, message, changes, ...(line === undefined ? {} : { at: at("src/memcached.ts", line) }) };
}

/** Forty tasks, no groups, long names: what is too much for the lanes. */
export function manyLanes(): Trace {
  const lanes = Array.from({ length: 40 }, (_, i) => ({ id: `task${i}`, title: `task ${i} of the pool` }));
  return {
    ...endlessLoop(),
    title: "Forty tasks take turns, and the last one waits for ever.",
    lanes,
    initial: { turn: 0, log: [] },
    steps: Array.from(
      { length: 60 },
      (_, i): Step => ({
        lane: `task${i % 40}`,
        ...(i % 5 === 0 ? { to: `task${(i + 7) % 40}` } : {}),
        action: "turn",
        mark: i % 11 === 10 ? "event" : i % 2 === 0 ? "read" : "write",
        message: `task ${i % 40} takes its turn, having waited for task ${(i + 39) % 40}, and writes a message that is longer than any line`,
        changes: [
          { location: ["turn"], before: i, after: i + 1 },
          { location: ["log", i], after: { task: i % 40, at: i } },
        ],
      }),
    ),
    loop: 59,
    harm: 59,
  };
}
