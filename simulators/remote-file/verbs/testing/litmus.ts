import { unlimited } from "../../../core/budget.ts";
import { explore } from "../../../core/explore/explore.ts";
import type { CompletionLevel, PlacementOrder } from "../../config/model.ts";
import { Snapshots } from "../../search/testing/snapshots.ts";
import { bindWindow, isRefused, newVerbs, peek, poke, register, registerBuffer } from "../adapter.ts";
import { connect, poll } from "../pair.ts";
import { post } from "../post.ts";
import { access, type Opcode, type Verbs } from "../state.ts";
import { apply, type Choice, choices } from "../step.ts";

/** One instruction of a thread. `at` is a word of the shared memory, `channel` one of the thread's own. */
export interface Instruction {
  readonly opcode: Opcode;
  readonly channel: number;
  readonly at: number;
  /** Words to write, or the operand and the desired word of an atomic. */
  readonly words?: readonly bigint[];
  /** Words to read. */
  readonly count?: number;
  /** Where what is read goes, in the outcome. */
  readonly into?: string;
  /** Not set: the next instruction is posted without waiting for this one. */
  readonly isAwaited?: boolean;
}

export interface Litmus {
  /** Each on a node of its own. */
  readonly threads: readonly (readonly Instruction[])[];
  readonly completion?: CompletionLevel;
  readonly inOrder?: PlacementOrder;
  readonly fragments?: number;
  /** Words of the memory at the start; default 8 zeros. */
  readonly memory?: readonly bigint[];
  /** Words whose last value belongs to the outcome. */
  readonly final?: readonly number[];
}

/** Everything that can come out, each as `name=words …`, sorted; and the number of states. */
export interface Outcomes {
  readonly outcomes: readonly string[];
  readonly states: number;
  readonly transitions: number;
}

interface State {
  readonly verbs: Verbs;
  readonly threads: readonly Thread[];
}

interface Thread {
  readonly next: number;
  /** Posted and not completed: instruction by channel, oldest first. */
  readonly pending: readonly { readonly instruction: number; readonly qpn: number; readonly wrId: number; readonly lkey: number }[];
  readonly values: readonly (readonly [string, string])[];
}

type Step = { readonly kind: "post"; readonly thread: number } | { readonly kind: "verbs"; readonly choice: Choice };

/** Runs a litmus test in every way there is. */
export function enumerate(litmus: Litmus): Outcomes {
  const machine = machineFor(litmus);
  const system = new Snapshots<State, Step>({
    start: machine.start,
    choices: (state) => machine.choices(state),
    apply: (state, step) => machine.apply(state, step),
  });
  const outcomes = new Set<string>();
  const exploration = explore(system, { bound: Infinity, keepEdges: false }, unlimited(), {
    arrive: (_path, _state, isNew) => {
      if (isNew && system.choices() === 0) outcomes.add(machine.outcome(system.state));
      return "expand";
    },
  });
  return { outcomes: [...outcomes].sort(), states: exploration.states, transitions: exploration.transitions };
}

function machineFor(litmus: Litmus) {
  const { threads, final = [] } = litmus;
  const target = threads.length;
  const { start, channels, rkey } = setUp(litmus);

  function canPost(thread: Thread, instructions: readonly Instruction[]): boolean {
    if (thread.next === instructions.length) return false;
    return !thread.pending.some(({ instruction }) => instructions[instruction]?.isAwaited);
  }

  function postNext(state: State, index: number): State {
    const thread = state.threads[index] as Thread;
    const instruction = (threads[index] as readonly Instruction[])[thread.next] as Instruction;
    const { opcode, at, words = [], count = 1 } = instruction;
    const length = opcode === "WRITE" ? words.length * 8 : opcode === "FLUSH" ? 0 : count * 8;
    const bytes = opcode === "WRITE" ? new Uint8Array(BigUint64Array.from(words).buffer) : new Uint8Array(length);
    const buffer = registerBuffer(state.verbs, index, { length, access: access.localWrite, bytes });
    const qpn = channels[index]?.[instruction.channel] ?? -1;
    const [operand = 0n, desired = 0n] = words;
    const local = [{ lkey: buffer.lkey, offset: 0, length }];
    const posted = post(buffer.verbs, qpn, { opcode, address: at * 8, length, rkey, local, operand, desired });
    if (isRefused(posted)) throw new Error(posted.error);
    const pending = [...thread.pending, { instruction: thread.next, qpn, wrId: posted.wrId, lkey: buffer.lkey }];
    return { verbs: posted.verbs, threads: state.threads.with(index, { ...thread, next: thread.next + 1, pending }) };
  }

  /** Completions go to their threads at once. */
  function collect(state: State): State {
    for (const [index, thread] of state.threads.entries()) {
      for (const { qpn, instruction, lkey } of thread.pending) {
        const polled = poll(state.verbs, qpn);
        if (!polled.completion) continue;
        const { into } = (threads[index] as readonly Instruction[])[instruction] as Instruction;
        const bytes = polled.verbs.adapters[index]?.buffers[(lkey - 0x1000) >> 1]?.bytes ?? new Uint8Array();
        const text = polled.completion.status === "SUCCESS" ? wordsText(bytes) : polled.completion.status;
        const values = into === undefined ? thread.values : [...thread.values, [into, text] as const];
        const changed = { ...thread, pending: thread.pending.filter((one) => one.instruction !== instruction), values };
        return collect({ verbs: polled.verbs, threads: state.threads.with(index, changed) });
      }
    }
    return state;
  }

  return {
    start,
    choices: (state: State): readonly Step[] => [
      ...state.threads.flatMap((thread, index) =>
        canPost(thread, threads[index] ?? []) ? [{ kind: "post" as const, thread: index }] : [],
      ),
      ...choices(state.verbs).map((choice) => ({ kind: "verbs" as const, choice })),
    ],
    apply: (state: State, step: Step): State =>
      step.kind === "post" ? postNext(state, step.thread) : collect({ ...state, verbs: apply(state.verbs, step.choice).verbs }),
    outcome: ({ verbs, threads: ended }: State): string => {
      const values = ended.flatMap((thread) => thread.values).sort(([a], [b]) => (a < b ? -1 : 1));
      const last = final.map((word) => [`[${word}]`, wordsText(peek(verbs, target, word * 8, 8))] as const);
      return [...values, ...last].map(([name, value]) => `${name}=${value}`).join(" ");
    },
  };
}

const wordsText = (bytes: Uint8Array): string => [...new BigUint64Array(bytes.slice().buffer)].join(",");

/** A node for each thread and one with memory; a connection for each channel that a thread uses. */
function setUp({ threads, completion = "delivery", inOrder = "none", fragments = 2, memory = [] }: Litmus) {
  const target = threads.length;
  const all = access.localWrite | access.remoteRead | access.remoteWrite | access.remoteAtomic;
  const nodes = [...threads.map(() => ({ memory: 0, inOrder })), { memory: 64 * 8, inOrder }];
  const registered = register(newVerbs({ fragments, completion }, nodes), target, { address: 0, length: 64 * 8, access: all });
  if (isRefused(registered)) throw new Error(registered.error);
  const bound = bindWindow(registered.verbs, target, { region: registered.region, address: 0, length: 64 * 8, access: all });
  if (isRefused(bound)) throw new Error(bound.error);
  let verbs = memory.length > 0 ? poke(bound.verbs, target, 0, new Uint8Array(BigUint64Array.from(memory).buffer)) : bound.verbs;
  const channels = threads.map((instructions, thread) => {
    const count = 1 + Math.max(0, ...instructions.map(({ channel }) => channel));
    return Array.from({ length: count }, () => {
      const connected = connect(verbs, thread, target, all, { timeout: 14, retry: 7, rnrRetry: 7 });
      ({ verbs } = connected);
      return connected.qpn;
    });
  });
  return { start: { verbs, threads: threads.map((): Thread => ({ next: 0, pending: [], values: [] })) }, channels, rkey: bound.rkey };
}
