import { VBuffer } from "../../core/vm/builtins/array-buffer.ts";
import { VDataView } from "../../core/vm/builtins/data-view.ts";
import { VTypedArray } from "../../core/vm/builtins/typed-array.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import { makeRecord } from "../../core/vm/objects/make.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Vm } from "../../core/vm/vm.ts";
import type { Answer, Call, Name, Stat } from "../nodes/calls.ts";
import { openFlags } from "../nodes/flags.ts";

/** A part of a buffer of the heap. */
export interface HeapSpan {
  readonly buffer: VBuffer;
  /** Bytes from the start of the buffer. */
  readonly offset: number;
  readonly length: number;
}

/** What `$agentCall(here, kind, ...args)` asks for; spans are still places of the heap. */
export interface HeapCall {
  readonly call: Call;
  /** Of reads and writes. */
  readonly spans: readonly HeapSpan[];
}

/** @throws {Error} Not what `in-machine/intrinsics.d.ts` says: a bug of ours. */
export function heapCall(name: Value, args: readonly Value[]): HeapCall {
  const kind = name as Call["kind"];
  const [a, b, c, d] = args;
  const path = () => a as string;
  const fd = () => a as number;
  const plain = (call: Call): HeapCall => ({ call, spans: [] });
  switch (kind) {
    case "open": {
      const flags = openFlags(b as number);
      if (!flags) throw new Error("no such flags");
      return plain({ kind, path: path(), flags });
    }
    case "close":
    case "flush":
    case "size":
      return plain({ kind, fd: fd() });
    case "read":
    case "write": {
      const call: Call = { kind, fd: fd(), buffers: [], ...(typeof c === "number" ? { position: c } : {}) };
      return { call, spans: spansOf(b) };
    }
    case "compareAndSwap":
      return plain({ kind, fd: fd(), offset: b as number, expected: c as bigint, desired: d as bigint });
    case "fetchAdd":
      return plain({ kind, fd: fd(), offset: b as number, delta: c as bigint });
    case "ftruncate":
      return plain({ kind, fd: fd(), length: b as number });
    case "truncate":
      return plain({ kind, path: path(), length: b as number });
    case "rename":
      return plain({ kind, path: path(), to: b as string });
    case "mkdir":
      return plain({ kind, path: path(), isRecursive: b === true });
    case "stat":
    case "unlink":
    case "rmdir":
    case "readdir":
      return plain({ kind, path: path() });
  }
}

function spansOf(value: Value): readonly HeapSpan[] {
  if (!(value instanceof VArray)) throw new Error("spans are a list");
  return Array.from({ length: value.length }, (_, index) => {
    const span = value.readOwn(index);
    if (!(span instanceof VArray)) throw new Error("a span is a list");
    const [view, offset, length] = [0, 1, 2].map((part) => span.readOwn(part));
    const start = Number(offset);
    if (view instanceof VBuffer) return { buffer: view, offset: start, length: Number(length) };
    if (!(view instanceof VTypedArray || view instanceof VDataView)) throw new Error("a span is of a view");
    return { buffer: view.buffer, offset: view.byteOffset + start, length: Number(length) };
  });
}

/** `Raw` of `in-machine/intrinsics.d.ts`: a new object each time. */
export function rawOf(vm: Vm, answer: Answer): Value {
  switch (answer.kind) {
    case "opened":
      return makeRecord(vm, { kind: answer.kind, fd: answer.fd });
    case "read":
    case "written":
      return makeRecord(vm, { kind: answer.kind, count: answer.count });
    case "size":
      return makeRecord(vm, { kind: answer.kind, size: answer.size });
    case "word":
      return makeRecord(vm, { kind: answer.kind, word: answer.word });
    case "stat":
      return makeRecord(vm, { kind: answer.kind, stat: statValue(vm, answer.stat) });
    case "names":
      return makeRecord(vm, { kind: answer.kind, names: namesValue(vm, answer.names) });
    case "done":
    case "local":
      return makeRecord(vm, { kind: answer.kind });
    case "failed": {
      const { errno, rdma } = answer;
      return makeRecord(vm, { kind: answer.kind, errno, ...(rdma ? { rdma: makeRecord(vm, { ...rdma }) } : {}) });
    }
  }
}

export const statValue = (vm: Vm, { isDirectory, size, file }: Stat): Value => makeRecord(vm, { isDirectory, size, file });

export const namesValue = (vm: Vm, names: readonly Name[]): Value =>
  vm.array(names.map(({ name, isDirectory }) => makeRecord(vm, { name, isDirectory })));
