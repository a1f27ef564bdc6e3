import type { SourceSpan } from "../../../protocol/source.ts";
import type { VObject } from "../../core/vm/cell.ts";
import type { Host, Job } from "../../core/vm/host.ts";
import type { Value } from "../../core/vm/value.ts";
import { Random } from "../../core/random.ts";
import { noteWrite } from "./mutation.ts";
import type { Reconciler } from "./reconciler.ts";
import { assign } from "../../core/program/assign.ts";

/** What surrounds the user's code: virtual time, drawn random values, calls that wait. */
export function createHost(reconciler: Reconciler): Host {
  return {
    environment: reconciler.options.environment ?? {},
    timeOrigin: startOfTime,
    access(cell, _place, kind) {
      if (kind === "write") noteWrite(reconciler, cell);
      return true;
    },
    union: (a) => a,
    enqueue: (job) => enqueue(reconciler, job),
    rejection: (promise, kind) => noteRejection(reconciler, promise, kind),
    setTimer: (callee, args, delay, repeats) => setTimer(reconciler, callee, args, delay, repeats),
    clearTimer(id) {
      const { state } = reconciler;
      const left = state.waiting.filter(({ what }) => what.kind !== "timer" || what.id !== id);
      if (left.length < state.waiting.length) assign(reconciler.vm.journal, state, "waiting", left);
    },
    wait: () => reconciler.vm.notModelled("`Atomics.wait` would block the only thread of a controller for ever"),
    notify: () => 0,
    keepsAsyncStore: () => !reconciler.isLoading,
    hasClock: reconciler.traits.readsClock,
    now() {
      if (!reconciler.traits.readsClock)
        return reconciler.vm.notModelled("the clock is read in a way that is not modelled: use `Date.now()`");
      return startOfTime + reconciler.state.clock;
    },
    random: () => draw(reconciler),
    effect: (_what, text) => reconciler.note({ kind: "log", text, ...placed(reconciler.place()) }),
    exit(code) {
      reconciler.exitRequest = code;
    },
  };
}

/** The moment at which every check happens. */
export const startOfTime = Date.UTC(2026, 0, 1);

export const placed = (at: SourceSpan | undefined): { readonly at?: SourceSpan } => (at ? { at } : {});

function enqueue({ state, vm }: Reconciler, job: Job): void {
  assign(vm.journal, state, "queue", [...state.queue, job]);
}

function noteRejection({ state, vm }: Reconciler, promise: VObject, kind: "unhandled" | "handled"): void {
  const others = state.unhandled.filter((other) => other !== promise);
  assign(vm.journal, state, "unhandled", kind === "unhandled" ? [...others, promise] : others);
}

function setTimer(reconciler: Reconciler, callee: VObject, args: readonly Value[], delay: number, repeats: boolean): number {
  const { state, vm } = reconciler;
  const id = state.nextTimer;
  assign(vm.journal, state, "nextTimer", id + 1);
  const wait = Number.isFinite(delay) && delay > 0 ? delay : 0;
  reconciler.wait(callee, {
    kind: "timer",
    due: state.clock + wait,
    period: repeats ? Math.max(1, wait) : 0,
    hasFired: false,
    args,
    store: vm.asyncStore,
    id,
  });
  return id;
}

/** Every draw of a reconcile is another one; the seed tells reconciles apart. */
function draw(reconciler: Reconciler): number {
  const { state, vm, traits } = reconciler;
  if (!traits.mayDraw)
    return vm.notModelled("random values are drawn in a way that is not modelled: use `Math.random` or `crypto` by their names");
  reconciler.hasDrawn = true;
  assign(vm.journal, state, "draws", state.draws + 1);
  return new Random(state.seed, state.draws).uint32();
}
