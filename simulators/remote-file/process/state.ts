import type { SourceSpan } from "../../../protocol/source.ts";
import type { VBuffer } from "../../core/vm/builtins/array-buffer.ts";
import type { VObject } from "../../core/vm/cell.ts";
import type { Frame } from "../../core/vm/frame.ts";
import type { Job } from "../../core/vm/host.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import type { Ending } from "./types.ts";

/** A call of the agent that waits for its answer. Never changed. */
export interface Waiting {
  readonly slot: number;
  readonly call: Call;
  readonly at: readonly SourceSpan[];
  /** Settled by the answer; undefined: the code itself waits. */
  readonly promise: VObject | undefined;
  /** Lent to the agent: indices in `MachineState.buffers`. */
  readonly buffers: readonly number[];
}

/** A timer. Never changed. */
export interface Timer {
  readonly id: number;
  readonly callee: VObject;
  readonly args: readonly Value[];
  /** Nanoseconds; 0: it fires once. */
  readonly period: number;
}

/** All of a running process that changes, besides the program's memory. Each field is saved in the journal before it changes (`assign`). */
export class MachineState {
  /** Micro-tasks. */
  queue: readonly Job[] = [];
  /** In the order in which they were made. */
  waiting: readonly Waiting[] = [];
  /** Buffers of the heap that operations use, by the number that the agent knows them by. */
  buffers: readonly (VBuffer | undefined)[] = [];
  timers: readonly Timer[] = [];
  nextTimer = 1;
  /** Promises that were rejected and have no handler. */
  unhandled: readonly VObject[] = [];
  /** Promise of the process; undefined before it starts. */
  result: VObject | undefined = undefined;
  ending: Ending | undefined = undefined;
  /** The code is inside of a synchronous call: nothing else of the process runs until its answer is there. */
  blocked: { readonly slot: number; readonly frame: Frame | undefined } | undefined = undefined;
  /** The answer to that call, while its native is called again. */
  granted: Answer | undefined = undefined;
  /** Answers that came meanwhile. */
  arrived: readonly { readonly slot: number; readonly answer: Answer }[] = [];
  /** Random numbers drawn so far. */
  draws = 0;
}
