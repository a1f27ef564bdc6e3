import type { OpenTraceResult, ScenarioStatus, TraceAbout } from "../../../protocol/requests.ts";
import { startOfFile } from "../../../protocol/source.ts";
import type { Trace } from "../../../protocol/trace.ts";
import { endlessLoop, manyLanes } from "../test-data/controller.ts";
import { longRun, longSections, lostUpdate } from "../test-data/critical-section.ts";
import { deadlock } from "../test-data/deadlock.ts";
import { livelock } from "../test-data/livelock.ts";
import { lostAnswer } from "../test-data/lost-answer.ts";
import { nestedUpcall } from "../test-data/nested.ts";
import { outdatedCache } from "../test-data/outdated-cache.ts";
import { staleAnswer } from "../test-data/stale-answer.ts";
import { bigFabric } from "../test-data/big-fabric.ts";
import { afterFailure } from "../test-data/failure.ts";
import { overDelivery } from "../test-data/multicast.ts";
import { tornRead } from "../test-data/torn-read.ts";

/** Traces by name, made when they are asked for. */
export const samples: { readonly [name: string]: () => { readonly trace: Trace; readonly about: Partial<TraceAbout> } } = {
  multicast: () => ({
    trace: overDelivery(),
    about: {
      codes: [
        { code: "FL3005", title: "over-delivery" },
        { code: "FL3004", title: "default rule" },
      ],
      bounds: ["12 × 48 × 48 hosts", "all live paths"],
      milliseconds: 112,
      reproduce: "faultline multicast paths load.multicast.json --group load-eu --from p0.l3.h7",
    },
  }),
  failure: () => ({
    trace: afterFailure(),
    about: {
      codes: [{ code: "FL3009", title: "black hole" }],
      bounds: ["12 × 48 × 48 hosts", "spine p9.s1 down, before the update"],
      milliseconds: 90,
    },
  }),
  big: () => ({
    trace: bigFabric(6000),
    about: { codes: [{ code: "FL3005", title: "over-delivery" }], bounds: ["64 × 128 × 128 hosts", "all live paths"], milliseconds: 2100 },
  }),
  "critical-section": () => ({
    trace: lostUpdate(),
    about: {
      codes: [{ code: "FL1004", title: "no lost update" }],
      bounds: ["2 threads · 2 CPUs · 1 event", "1,284 schedules"],
      milliseconds: 312,
      reproduce: "faultline check src/withdraw.ts --scenario withdraw --seed 1",
    },
  }),
  "lost-answer": () => ({
    trace: lostAnswer(),
    about: { codes: [{ code: "FL2004", title: "ends differ" }], bounds: ["1 fault · 1 recreation", "282 states"], milliseconds: 263 },
  }),
  "outdated-cache": () => ({
    trace: outdatedCache(),
    about: { codes: [{ code: "FL2005", title: "outdated destruction" }], bounds: ["1 fault · 2 edits", "5,927 states"], milliseconds: 776 },
  }),
  "torn-read": () => ({
    trace: tornRead(),
    about: {
      codes: [{ code: "FL4007", title: "torn read" }],
      bounds: ["2 processes · 4 nodes", "2 fragments · 3 preemptions · 0 crashes", "156 states visited"],
      milliseconds: 412,
      reproduce: "faultline check src/quote.ts --scenario quote --seed 1",
    },
  }),
  nested: () => ({
    trace: nestedUpcall(),
    about: {
      codes: [{ code: "FL1011", title: "handler keeps thread" }],
      bounds: ["1 thread · 1 CPU · 2 events", "88 schedules"],
      milliseconds: 41,
    },
  }),
  deadlock: () => ({
    trace: deadlock(),
    about: { codes: [{ code: "FL1021", title: "progress" }], bounds: ["3 threads · 3 CPUs", "412 states"], milliseconds: 64 },
  }),
  "stale-answer": () => ({
    trace: staleAnswer(),
    about: {
      codes: [{ code: "FL1004", title: "no lost update" }],
      bounds: ["2 tasks · 2 external operations", "31 orders"],
      milliseconds: 22,
    },
  }),
  livelock: () => ({
    trace: livelock(),
    about: { codes: [{ code: "FL1008", title: "progress" }], bounds: ["1 thread · 1 CPU · 2 events", "57 states"], milliseconds: 18 },
  }),
  lasso: () => ({
    trace: endlessLoop(),
    about: {
      codes: [
        { code: "FL2001", title: "converges" },
        { code: "FL2006", title: "owned only" },
      ],
      bounds: ["no faults · 1 edit", "640 states"],
      milliseconds: 204,
      reproduce: "faultline check src/memcached.ts --scenario memcached --seed 1",
    },
  }),
  "many-lanes": () => ({
    trace: manyLanes(),
    about: { codes: [{ code: "FL1021", title: "deadlock" }], bounds: ["40 tasks"], milliseconds: 80 },
  }),
  "long-sections": () => ({
    trace: longSections(20_000),
    about: { codes: [{ code: "FL1002", title: "serialisable" }], bounds: ["4 CPUs", "20,000 steps"], milliseconds: 5200 },
  }),
  long: () => ({
    trace: longRun(100_000),
    about: { codes: [{ code: "FL1002", title: "serialisable" }], bounds: ["4 CPUs", "100,000 steps"], milliseconds: 5200 },
  }),
};

/** What an editor sends to open a trace. */
export function openedOf(trace: Trace, about: Partial<TraceAbout>): OpenTraceResult {
  const { steps, ...head } = trace;
  return {
    head,
    key: `sample ${trace.scenario}`,
    steps: steps.length,
    marks: steps.flatMap(({ harm, mark }, step): OpenTraceResult["marks"] => {
      if (harm) return [{ step, kind: "harm" }];
      return mark === "event" ? [{ step, kind: "event" }] : [];
    }),
    about: {
      verdict: "violated",
      codes: [],
      bounds: [],
      milliseconds: 100,
      isObsolete: false,
      reproduce: `faultline check ${trace.path} --scenario ${trace.scenario} --seed 1`,
      ref: { kind: "result", uri: `file:///workspace/${trace.path}`, scenario: trace.scenario, trace: 0 },
      ...about,
    },
  };
}

const status = (more: Partial<ScenarioStatus>): ScenarioStatus => ({
  uri: "file:///workspace/src/withdraw.ts",
  scenario: "withdraw",
  simulator: "critical-section",
  range: startOfFile,
  phase: "done",
  ...more,
});

/** One scenario in each state. */
export const statuses: readonly ScenarioStatus[] = [
  status({ phase: "idle" }),
  status({ scenario: "transfer", phase: "running", progress: { done: 18_420, unit: "schedules" }, elapsedMs: 3020 }),
  status({ scenario: "deposit", phase: "running", progress: { done: 640, total: 1000, unit: "groups" }, elapsedMs: 900 }),
  status({ scenario: "audit", verdict: "holds", bounds: "2 CPUs, 1 event, all 1,284 schedules", milliseconds: 312 }),
  status({ scenario: "close", verdict: "violated", problems: 2, bounds: "2 CPUs, 1 event", milliseconds: 120 }),
  status({
    scenario: "interest",
    verdict: "undecided",
    limit: "time",
    reason: { limit: "time", message: "412,000 states visited, limit 10 s" },
  }),
  status({ scenario: "rates", phase: "obsolete", verdict: "violated", problems: 1 }),
  status({ scenario: "fees", verdict: "not-run", reason: { code: "FL0003", message: "fetch is not modelled, rates.ts:7" } }),
  status({ scenario: "report", phase: "crashed", reason: { message: "out of memory at 1.9 GB" } }),
  status({ scenario: "export", phase: "blocked" }),
];
