import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../protocol/json.ts";
import { unlimited } from "../../core/budget.ts";
import { Edges } from "../../core/model/edges.ts";
import { PartedStore } from "../../core/model/parted-store.ts";
import { Collected } from "../properties/collected.ts";
import { normalWorld } from "../properties/normal.ts";
import { Session } from "../properties/session.ts";
import { endsOf } from "./ends.ts";
import { explore, type Graph, type Listener } from "./explore.ts";
import { isUser, progress, read, word } from "./layout.ts";
import { Pasts } from "./pasts.ts";
import { Reduction } from "./reduction.ts";
import type { Setup } from "./setup.ts";
import { FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { framework, type Instruction, randomProgram, readiness, reconcileOf, tagged } from "./testing/random-controllers.ts";
import { smallCollector, smallPlatform } from "./testing/small-platform.ts";
import { Transitions } from "./transitions.ts";

/**
 * What can be seen of the steps of reconciles: each write with all answers before it, what the server says to it, whether the reconcile would not have
 * made it had it been shown the truth, and what is wrong with it. Without uids and versions, which are given in the order of steps.
 */
class Observer {
  readonly seen = new Set<string>();
  readonly #session: Session;
  readonly #transitions: Transitions;
  readonly #histories = new Map<number, string>();

  constructor(session: Session, transitions: Transitions) {
    this.#session = session;
    this.#transitions = transitions;
  }

  step(from: Int32Array): void {
    const { info, next } = this.#transitions;
    const { started, call: done } = info;
    if (started) this.#histories.set(started.strand.id, `starts with ${seenOf(started.parameter)}`);
    if (done === undefined || done.pending.target.kind !== "api") return;
    const { request } = done.pending.target;
    const answer = done.delivered.answer.kind === "lost" ? "lost" : `${done.delivered.answer.code} ${seenOf(done.delivered.answer.body)}`;
    const history = `${this.#histories.get(done.before.id)}, ${request.method} ${request.path}: ${answer}`;
    if (done.delivered.strand.ending === undefined) this.#histories.set(done.delivered.strand.id, history);
    if (request.method === "GET") return;
    const isStale = done.twin !== 0 && !done.isTogether;
    const wrong = this.#session.inspector.step(from, info, next, () => []).map(({ property }) => property);
    this.seen.add(`${history}${isStale ? ", not made on the truth" : ""}${wrong.length > 0 ? `: ${wrong.join()}` : ""}`);
  }
}

function seenOf(json: unknown): string {
  const { kind, metadata, spec, status } = (json ?? {}) as Partial<Record<"kind" | "metadata" | "spec" | "status", JsonObject>>;
  return JSON.stringify([kind, metadata?.["deletionTimestamp"] !== undefined, spec?.["size"], status !== undefined]);
}

/** Every state with its past and its remaining faults, every step of each. */
function naive(transitions: Transitions, observer: Observer, faults: number): Graph | undefined {
  const { world } = transitions;
  const { width } = world;
  const store = new PartedStore(world.parts);
  const calm = new Edges();
  const costly = new Edges();
  const from = new Int32Array(width);
  store.add(transitions.initial(faults), 0, -1, 0);
  for (let state = 0; state < store.count; state += 1) {
    if (store.count > mostStates) return undefined;
    store.read(state, from);
    const mayUserAct = read(from[word.progress] as number, progress.faults) > 0 || world.isIdle(from, 0);
    const add = (edges: Edges) => (code: number) => {
      if (!mayUserAct && isUser(code)) return;
      edges.add(store.add(transitions.next, 0, state, code), code);
      observer.step(from);
    };
    transitions.calm(from, 0, add(calm));
    transitions.costly(from, 0, add(costly));
    calm.endRow();
    costly.endRow();
  }
  return { store, calm, costly, pasts: new Pasts(world), expanded: store.count };
}

const mostStates = 40_000;

interface Outcome {
  readonly ends: readonly string[];
  readonly writes: readonly string[];
  readonly states: number;
}

/** Where runs end, as it counts: contents without uids, what the user has done, what is wrong with it. Undefined: no end of states, or nothing to compare with. */
function outcomeOf(setup: Setup, reconcile: FakeReconcile, faults: number, isReduced: boolean): Outcome | undefined {
  const session = new Session(setup, smallPlatform([smallCollector, readiness]), new FakeProcess(reconcile));
  if (!session.runQuietly(unlimited(), new Collected())) return undefined;
  const { world, judge } = session;
  for (;;) {
    const known = world.read.size + world.surroundings.seen.size;
    const transitions = new Transitions(world, false, isReduced ? new Reduction(world) : undefined);
    const observer = new Observer(session, transitions);
    const graph = isReduced ? reduced(transitions, observer, faults) : naive(transitions, observer, faults);
    if (graph === undefined) return undefined;
    if (known !== world.read.size + world.surroundings.seen.size) continue;
    const ends = endsOf(graph).map((end) => {
      const { store } = graph;
      const words = store.wordsOf(end.states[0] as number);
      const [cluster, external, value] = [word.cluster, word.external, word.progress].map((each) => words[each]);
      const isStill = end.states.every((state) => store.word(state, word.cluster) === cluster);
      if (!isStill || cluster === undefined || external === undefined || value === undefined) return "never at rest";
      const stage = { edits: read(value, progress.edits), deletion: read(value, progress.deletion) };
      const objects = normalWorld(world, cluster, external).objects.map(({ resource, name, text }) => `${resource} ${name} ${text}`);
      const wrong = judge.end(cluster, external, stage).map(({ property }) => property);
      return JSON.stringify([stage, objects, wrong]);
    });
    return { ends: [...new Set(ends)].sort(), writes: [...observer.seen].sort(), states: graph.store.count };
  }
}

function reduced(transitions: Transitions, observer: Observer, faults: number): Graph | undefined {
  const step: Listener["step"] = (from, _, store) => observer.step(store.wordsOf(from));
  const graph = explore(transitions, transitions.initial(faults), unlimited({ maxStates: mostStates }), { step, goesOn: () => true });
  return graph.end === undefined ? graph : undefined;
}

/** What the built-in controller does in the middle of a reconcile decides over its last write. */
const waiting: readonly Instruction[] = [
  { does: "create-if-missing", kind: "Service", isCached: false },
  { does: "stop-if-not-ready", kind: "Service", isCached: false },
  { does: "create-if-missing", kind: "Secret", isCached: false },
];

for (const { name, setup } of [
  { name: "tagged code", setup: tagged },
  { name: "code with a cache", setup: framework },
]) {
  test(`what the search leaves out makes no difference to what reconciles do and where runs end: random controllers, ${name}`, () => {
    let compared = 0;
    let smaller = 0;
    fc.assert(
      fc.property(randomProgram, fc.constantFrom(0, 1), (instructions, faults) => {
        const reconcile = reconcileOf(instructions, setup.style === "framework");
        const all = outcomeOf(setup, reconcile, faults, false);
        if (all === undefined) return;
        const some = outcomeOf(setup, reconcile, faults, true);
        compared += 1;
        if (some !== undefined && some.states < all.states) smaller += 1;
        assert.deepEqual(some?.ends, all.ends);
        assert.deepEqual(some?.writes, all.writes);
      }),
      {
        numRuns: 25,
        seed: 7,
        examples: [
          [[...waiting], 0],
          [[...waiting], 1],
        ],
      },
    );
    assert.ok(compared > 5 && smaller > 0, `${compared} compared, ${smaller} smaller`);
  });
}
