import type { Cluster, Mint, StoredObject } from "../../cluster/types.ts";
import type { CallAnswer, Process, Strand } from "../../process/types.ts";
import type { Setup } from "../setup.ts";
import { emptyCluster } from "../../cluster/cluster.ts";
import { smallCollector, smallHandle } from "./small-platform.ts";

/**
 * Walks every run of a tagged controller over the small server, with nothing that makes the search fast: uids and versions are counted, states are
 * compared as texts with everything in them, nothing is remembered but the states themselves. One resource, one process, one crash or lost call.
 *
 * @returns The ends, as names of the Secrets that are there: `d0: one,two`, by what the user has done.
 */
export function bruteForce(setup: Setup, process: Process): ReadonlySet<string> {
  const ends = new Set<string>();
  const seen = new Set<string>();
  const stack: State[] = [initial(setup)];
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    const key = JSON.stringify({ ...state, cluster: listed(state.cluster), strand: state.strand?.id });
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostStates) throw new TooManyStates();
    const course = courseOf(setup, process, state);
    if (course.length === 0) ends.add(`d${state.deletion}: ${namesOf(state.cluster)}`);
    stack.push(...course);
    if (collected(state) === undefined) stack.push(...userOf(state, setup), ...faultsOf(setup, process, state));
  }
  return ends;
}

export class TooManyStates extends Error {
  override readonly name = "TooManyStates";
}

interface State {
  readonly cluster: Cluster;
  readonly count: number;
  readonly queued: boolean;
  readonly strand: Strand | undefined;
  readonly deletion: number;
  readonly faults: number;
}

const mostStates = 2500;
const things = "g/things";

const listed = (cluster: Cluster): readonly StoredObject[] => cluster.resources.flatMap((resource) => cluster.list(resource));
const namesOf = (cluster: Cluster): string =>
  cluster
    .list("/secrets")
    .map(({ metadata }) => metadata.name)
    .join();

/** Counts: nothing is ever given twice. */
function handled(state: State, request: Parameters<typeof smallHandle>[1]): { readonly state: State; readonly answer: CallAnswer } {
  let { count } = state;
  const next = (): string => String((count += 1));
  const mint: Mint = {
    version: next,
    listVersion: () => "1",
    uid: () => `uid-${next()}`,
    suffix: next,
    clusterIp: () => "10.0.0.1",
    nodePort: () => 30_000,
    now: () => "2026-01-01T00:00:00Z",
  };
  const { cluster, answer, changes } = smallHandle(state.cluster, request, { mint });
  let { queued } = state;
  for (const { resource, object, before, type } of changes) {
    if (resource === things) queued = type !== "DELETED";
    else if (
      cluster.get(things, "ns/a") &&
      [object, before].some((each) => each?.metadata.ownerReferences?.some(({ name }) => name === "a"))
    )
      queued = true;
  }
  const given: CallAnswer = { kind: "answer", code: answer.code, body: answer.body ?? null };
  return { state: { ...state, cluster, count, queued }, answer: given };
}

function initial({ sample }: Setup): State {
  const empty: State = { cluster: emptyCluster, count: 0, queued: false, strand: undefined, deletion: 0, faults: 1 };
  return handled(empty, { method: "POST", path: "/apis/g/v1/namespaces/ns/things", body: sample }).state;
}

function collected(state: State): State | undefined {
  const [request] = [...smallCollector.requests(state.cluster)];
  if (request === undefined) return undefined;
  const { state: after } = handled(state, request);
  return collected(after) ?? after;
}

/** The controller, and the collector, which is prompt. */
function courseOf(setup: Setup, process: Process, state: State): readonly State[] {
  const after = collected(state);
  if (after !== undefined) return [after];
  const { strand, cluster } = state;
  if (strand === undefined) {
    const resource = cluster.get(things, "ns/a");
    if (!state.queued || resource === undefined) return [];
    return [goneOn(setup, { ...state, queued: false }, process.start({ kind: "tagged", resource, event: "MODIFIED" }))];
  }
  return [called(setup, process, state, strand, "normal")];
}

function called(
  setup: Setup,
  process: Process,
  state: State,
  strand: Strand,
  how: "normal" | "request-lost" | "answer-lost" | "failed",
): State {
  const [call] = strand.pending;
  if (call?.target.kind !== "api") throw new TypeError("only calls of the API server");
  const done = how === "normal" || how === "answer-lost" ? handled(state, call.target.request) : { state, answer: lost };
  const answer = how === "normal" ? done.answer : how === "failed" ? failed : lost;
  return goneOn(setup, done.state, process.answer(strand, call.call, answer));
}

const lost: CallAnswer = { kind: "lost" };
const failed: CallAnswer = { kind: "answer", code: 500, body: { kind: "Status", code: 500 } };

function goneOn(setup: Setup, state: State, strand: Strand): State {
  if (strand.ending === undefined) return { ...state, strand };
  const isAgain = strand.ending.kind === "threw" && setup.requeue;
  return { ...state, strand: undefined, queued: (state.queued || isAgain) && state.cluster.get(things, "ns/a") !== undefined };
}

function userOf(state: State, { sample }: Setup): readonly State[] {
  const resource = state.cluster.get(things, "ns/a");
  if (state.deletion === 0 && resource)
    return [{ ...handled(state, { method: "DELETE", path: "/apis/g/v1/namespaces/ns/things/a" }).state, deletion: 1 }];
  if (state.deletion !== 1 || resource) return [];
  const { state: after } = handled(state, { method: "POST", path: "/apis/g/v1/namespaces/ns/things", body: sample });
  return [{ ...after, deletion: 2 }];
}

function faultsOf(setup: Setup, process: Process, state: State): readonly State[] {
  if (state.faults === 0) return [];
  const spent = { ...state, faults: 0 };
  const isThere = state.cluster.get(things, "ns/a") !== undefined;
  const crash: State = { ...spent, strand: undefined, queued: isThere };
  const duplicate: readonly State[] = isThere && !state.queued ? [{ ...spent, queued: true }] : [];
  if (state.strand === undefined) return [crash, ...duplicate];
  const strand = state.strand;
  const isWrite = strand.pending[0]?.target.kind === "api" && strand.pending[0].target.request.method !== "GET";
  const hows = isWrite ? (["request-lost", "answer-lost", "failed"] as const) : (["request-lost", "failed"] as const);
  return [crash, ...duplicate, ...hows.map((how) => called(setup, process, spent, strand, how))];
}
