import type { Code } from "../../../protocol/problem.ts";
import type { EdgeList } from "../../core/explore/edge-list.ts";
import type { World } from "../machine/world.ts";
import { backwards, bottomComponents, pathTo, ringThrough } from "./graph.ts";
import type { Finding } from "./search.ts";

/**
 * Finds states from which something can never happen, whatever the scheduler does (C2.2):
 * a thread that never gets out of its section (FL1008), or nothing but waiting and repeating (FL1021). Needs the graph of all states.
 *
 * Strands are bits of one word. Of more than 31 there never is a graph of all states: when each of them starts is a choice of its own, which makes 2³² states
 * and no search that comes to its end.
 */
export class Progress {
  readonly #world: World;
  /** For each state: strands that are in a section, or begin one again. */
  readonly #inside: number[] = [];
  /** For each edge: strands whose section ended. */
  readonly #closed: number[] = [];
  /** States with an end of their own: all that is to be said of them was said when they were reached. */
  readonly #ends = new Set<number>();
  #arrivals = 0;
  #states = 0;

  constructor(world: World) {
    this.#world = world;
  }

  arrive(state: number, isNew: boolean): void {
    const world = this.#world;
    if (world.learnt.hasSection) this.#noteSections(state);
    this.#arrivals += 1;
    if (!isNew) return;
    this.#states += 1;
    if (world.alternatives().length === 0 || world.notModelled) this.#ends.add(state);
  }

  #noteSections(state: number): void {
    const world = this.#world;
    this.#fill();
    if (this.#arrivals > 0) this.#closed.push(world.closed);
    let inside = 0;
    for (const { index, depth, attempts } of world.state.strands) if (depth > 0 || attempts > 0) inside |= 1 << index;
    // A section that is begun again stands where it stood when it was begun first.
    this.#inside[state] = (this.#inside[state] ?? 0) | inside;
  }

  /** Before the first section there is nothing to be noted. */
  #fill(): void {
    while (this.#closed.length < this.#arrivals - 1) this.#closed.push(0);
    while (this.#inside.length < this.#states) this.#inside.push(0);
  }

  findings(edges: EdgeList, known: ReadonlyMap<string, Finding>): readonly Finding[] {
    this.#fill();
    const codes = new Set([...known.values()].map(({ failure }) => failure.code));
    const livelock = codes.has("FL1008") ? [] : (this.#livelock(edges) ?? []);
    const isExplained = livelock.length > 0 || ["FL1007", "FL1008", "FL1011", "FL1018", "FL1021"].some((code) => codes.has(code as Code));
    return isExplained ? livelock : this.#deadlock(edges);
  }

  /** FL1008. */
  #livelock(edges: EdgeList): readonly Finding[] | undefined {
    const states = this.#inside.length;
    for (const { index } of this.#world.state.strands) {
      const bit = 1 << index;
      if (!this.#inside.some((inside) => (inside & bit) !== 0)) continue;
      const escaping = backwards(edges, states, (edge) => ((this.#closed[edge] as number) & bit) !== 0);
      // An end reached inside a section is a deadlock, which was reported.
      const stuck = this.#inside.findIndex(
        (inside, state) => (inside & bit) !== 0 && escaping[state] === 0 && !this.#reachesEnd(edges, state),
      );
      if (stuck >= 0) return [this.#finding(edges, stuck, { code: "FL1008", property: "progress", strand: index, offset: -1 })];
    }
    return undefined;
  }

  #reachesEnd(edges: EdgeList, state: number): boolean {
    this.#toEnd ??= backwardsFromStates(edges, this.#inside.length, this.#ends);
    return this.#toEnd[state] === 1;
  }
  #toEnd: Uint8Array | undefined;

  /** FL1021: a set of states that is never left and has no end. */
  #deadlock(edges: EdgeList): readonly Finding[] {
    const component = bottomComponents(edges, this.#inside.length).find((states) => !states.some((state) => this.#ends.has(state)));
    const [first] = component ?? [];
    if (first === undefined) return [];
    return [this.#finding(edges, first, { code: "FL1021", property: "progress", strand: -1, offset: -1 })];
  }

  #finding(edges: EdgeList, state: number, failure: Finding["failure"]): Finding {
    const stem = pathTo(edges, this.#inside.length, state);
    const ring = ringThrough(edges, this.#inside.length, state);
    return { failure, path: [...stem, ...ring.labels], loop: stem.length + ring.lead, cost: Infinity };
  }
}

function backwardsFromStates(edges: EdgeList, states: number, targets: ReadonlySet<number>): Uint8Array {
  const reached = backwards(edges, states, (edge) => targets.has(edges.to(edge)));
  for (const target of targets) reached[target] = 1;
  return reached;
}
