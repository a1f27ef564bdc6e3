import { ComponentSearch } from "../../core/model/components.ts";
import { Edges } from "../../core/model/edges.ts";
import type { Graph } from "./explore.ts";
import { callLabel, isUser, kindOf, label, slotOfCall } from "./layout.ts";

/**
 * Where runs may end when faults have stopped and the user leaves the resource alone: a set of states that a fair run goes round in for ever.
 * A single state without steps: the run has come to rest.
 *
 * Fair: whoever could act again and again acts again and again (strong fairness of each reconcile, of each key's next start, of the built-in
 * controllers, external systems, the cache, and owners of finalizers).
 */
export interface End {
  readonly states: readonly number[];
  /** No step leads out of it. */
  readonly isClosed: boolean;
}

/** All ends among the states that were expanded. An end that might be left by a step that was not explored is not named. */
export function endsOf(graph: Graph): readonly End[] {
  const course = courseOf(graph);
  const search = new ComponentSearch(graph.store.count);
  const marks = new Int32Array(graph.store.count).fill(1);
  for (let state = graph.expanded; state < graph.store.count; state += 1) marks[state] = 0;
  const ends: End[] = [];
  let lastMark = 1;
  const nodes = Int32Array.from({ length: graph.expanded }, (_, state) => state);
  const work: { readonly nodes: Int32Array; readonly mark: number }[] = [{ nodes, mark: 1 }];
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    const found: Int32Array[] = [];
    search.each({ edges: course, marks, ...part }, (component) => {
      if (component.length > 1 || isAlone(course, component[0] as number)) found.push(component.slice());
    });
    for (const component of found) {
      const inside = new Set(component);
      const idle = starved(course, component, inside);
      if (idle.size === 0) {
        ends.push({ states: [...component].sort((a, b) => a - b), isClosed: isClosed(course, component, inside) });
        continue;
      }
      // A fair run does not stay where one is kept waiting: what is left may still hold a fair cycle.
      const rest = component.filter((state) => !actsAt(course, state, idle));
      if (rest.length === 0) continue;
      lastMark += 1;
      for (const state of component) marks[state] = 0;
      for (const state of rest) marks[state] = lastMark;
      work.push({ nodes: rest, mark: lastMark });
    }
  }
  return ends;
}

/** The graph without faults and steps of the user. */
function courseOf({ calm, expanded, store }: Graph): Edges {
  const course = new Edges();
  for (let state = 0; state < store.count; state += 1) {
    if (state < expanded) {
      for (let edge = calm.rows[state] as number; edge < (calm.rows[state + 1] as number); edge += 1) {
        const code = calm.actions[edge] as number;
        if (!isUser(code)) course.add(calm.targets[edge] as number, code);
      }
    }
    course.endRow();
  }
  return course;
}

/** One state: it is an end if it has no step, or one that leads to itself. */
function isAlone(course: Edges, state: number): boolean {
  const from = course.rows[state] as number;
  const to = course.rows[state + 1] as number;
  if (from === to) return true;
  for (let edge = from; edge < to; edge += 1) if (course.targets[edge] === state) return true;
  return false;
}

/** Those who could act somewhere in the component, and never do within it. */
function starved(course: Edges, component: Int32Array, inside: ReadonlySet<number>): ReadonlySet<number> {
  const able = new Set<number>();
  const acting = new Set<number>();
  for (const state of component) {
    for (let edge = course.rows[state] as number; edge < (course.rows[state + 1] as number); edge += 1) {
      const actor = actorOf(course.actions[edge] as number);
      able.add(actor);
      if (inside.has(course.targets[edge] as number)) acting.add(actor);
    }
  }
  for (const actor of acting) able.delete(actor);
  return able;
}

/** One of these actors could act. */
function actsAt(course: Edges, state: number, actors: ReadonlySet<number>): boolean {
  for (let edge = course.rows[state] as number; edge < (course.rows[state + 1] as number); edge += 1) {
    if (actors.has(actorOf(course.actions[edge] as number))) return true;
  }
  return false;
}

function isClosed(course: Edges, component: Int32Array, inside: ReadonlySet<number>): boolean {
  for (const state of component) {
    for (let edge = course.rows[state] as number; edge < (course.rows[state + 1] as number); edge += 1) {
      if (!inside.has(course.targets[edge] as number)) return false;
    }
  }
  return true;
}

/** Who acts: a reconcile, a key's next start, the built-in controllers, external systems, owners of finalizers, or the cache. */
function actorOf(code: number): number {
  const kind = kindOf(code);
  if (kind === label.start) return code;
  return kind === label.call ? callLabel(slotOfCall(code), 0, 0) : kind;
}
