import type { SourceSpan } from "../../../protocol/source.ts";
import type { Call } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";
import { withNumber } from "../verbs/state.ts";
import type { Occurrence, RecordedCall } from "./types.ts";

/** Which operation of a run a number stands for now: numbers of operations and of work requests are used again. A plain value that never changes. */
export interface Book {
  /** Calls so far, by process. */
  readonly counts: readonly number[];
  /** By process and number of the operation. */
  readonly operations: readonly (readonly (Entry | undefined)[])[];
  /** By queue pair and number of the work request. */
  readonly works: readonly (readonly (Occurrence | undefined)[] | undefined)[];
}

export interface Entry {
  readonly occurrence: Occurrence;
  readonly call: Call;
  readonly isSync: boolean;
  readonly at: readonly SourceSpan[];
}

export const emptyBook = (processes: number): Book => ({
  counts: Array.from({ length: processes }, () => 0),
  operations: Array.from({ length: processes }, () => []),
  works: [],
});

export function enterCall(book: Book, process: number, operation: number, { call, isSync, at }: Omit<Entry, "occurrence">): Book {
  const index = book.counts[process] ?? 0;
  const entry: Entry = { occurrence: { process, index }, call, isSync, at };
  return {
    ...book,
    counts: book.counts.with(process, index + 1),
    operations: book.operations.with(process, withNumber(book.operations[process] ?? [], operation, entry)),
  };
}

export const entryOf = (book: Book, process: number, operation: number): Entry | undefined => book.operations[process]?.[operation];

export function leaveCall(book: Book, process: number, operation: number): Book {
  return { ...book, operations: book.operations.with(process, withNumber(book.operations[process] ?? [], operation, undefined)) };
}

/** Notes whose work is posted. */
export function noteEvent(book: Book, event: RunEvent): Book {
  if (event.action !== "agent.post") return book;
  const works = [...book.works];
  const own = [...(works[event.qpn] ?? [])];
  own[event.wrId] = entryOf(book, event.process, event.operation)?.occurrence;
  works[event.qpn] = own;
  return { ...book, works };
}

/** The operation that an event belongs to, or whose work it is about. */
export function occurrenceOf(book: Book, event: RunEvent): Occurrence | undefined {
  if ("operation" in event) return entryOf(book, event.process, event.operation)?.occurrence;
  return "wrId" in event ? book.works[event.qpn]?.[event.wrId] : undefined;
}

/** Calls that are under way, by process and index. */
export function callsUnderWay(book: Book): readonly RecordedCall[] {
  return book.operations.flatMap((entries) =>
    entries.flatMap((entry, operation) => (entry ? [{ ...entry, operation }] : [])).sort((a, b) => a.occurrence.index - b.occurrence.index),
  );
}
