import { createHash } from "node:crypto";
import type { OpenTraceResult, TraceWindow } from "../../protocol/requests.ts";
import type { Step, Trace } from "../../protocol/trace.ts";
import { applyTo, type Draft } from "./state.ts";

/** Steps that are sent at once, at most. */
export const maximumWindow = 2000;

/** Marks on the scrubber, at most: it has no more pixels. */
const maximumMarks = 2000;

/** Traces kept open, at most; a panel shows one. */
const maximumTraces = 100;

/** States kept of one trace, at most; between them at least so many steps. */
const maximumCheckpoints = 64;
const leastInterval = 500;

interface Opened {
  readonly trace: Trace;
  readonly interval: number;
  /** The state before step `index × interval`, made when it is first needed. */
  readonly checkpoints: Draft[];
}

/** Traces that a panel looks at through windows. */
export interface TraceStore {
  /** Makes the steps of a trace available; the same content has the same key. */
  open(trace: Trace): Pick<OpenTraceResult, "head" | "key" | "steps" | "marks">;
  /** Undefined when there is no such trace. Bounds are brought within the trace and `maximumWindow`. */
  window(key: string, from: number, to: number): TraceWindow | undefined;
}

export function createTraceStore(): TraceStore {
  const opened = new Map<string, Opened>();
  const keys = new WeakMap<Trace, string>();

  function keyOf(trace: Trace): string {
    const known = keys.get(trace);
    if (known !== undefined) return known;
    const key = createHash("sha256").update(JSON.stringify(trace)).digest("hex");
    keys.set(trace, key);
    return key;
  }

  return {
    open(trace) {
      const key = keyOf(trace);
      const interval = Math.max(leastInterval, Math.ceil(trace.steps.length / maximumCheckpoints));
      const found = opened.get(key) ?? { trace, interval, checkpoints: [structuredClone(trace.initial)] };
      // The one that was opened last goes last.
      opened.delete(key);
      opened.set(key, found);
      for (const old of [...opened.keys()].slice(0, -maximumTraces)) opened.delete(old);
      const { steps, ...head } = trace;
      return { head, key, steps: steps.length, marks: marksOf(steps) };
    },
    window(key, from, to) {
      const found = opened.get(key);
      if (!found) return undefined;
      const { steps } = found.trace;
      const first = clamp(from, 0, steps.length);
      const last = clamp(to, first, Math.min(steps.length, first + maximumWindow));
      return { from: first, steps: steps.slice(first, last), state: stateBefore(found, first) as TraceWindow["state"] };
    },
  };
}

function stateBefore({ trace, interval, checkpoints }: Opened, step: number): Draft {
  const wanted = Math.floor(step / interval);
  for (let index = checkpoints.length; index <= wanted; index += 1) {
    checkpoints.push(advance(checkpoints[index - 1] ?? {}, trace.steps.slice((index - 1) * interval, index * interval)));
  }
  return advance(checkpoints[wanted] ?? {}, trace.steps.slice(wanted * interval, step));
}

function advance(state: Draft, steps: readonly Step[]): Draft {
  const next = structuredClone(state);
  for (const step of steps) applyTo(next, step.changes);
  return next;
}

/** All harm, and as many events as there is room for, evenly chosen. */
function marksOf(steps: readonly Step[]): OpenTraceResult["marks"] {
  const harms = steps.flatMap(({ harm }, step) => (harm ? [{ step, kind: "harm" as const }] : []));
  const events = steps.flatMap(({ mark, harm }, step) => (mark === "event" && !harm ? [{ step, kind: "event" as const }] : []));
  const kept = [...thinned(harms, maximumMarks / 2), ...thinned(events, maximumMarks / 2)];
  return kept.sort((a, b) => a.step - b.step);
}

function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)] as Item);
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.trunc(value) || 0));
