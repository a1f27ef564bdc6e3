import type { Label } from "./builder.ts";
import type { FunctionCompiler } from "./context.ts";
import { emitAwait } from "./await.ts";

/** An iterator at work: it and its `next` are in registers. */
export interface Iteration {
  readonly iterator: number;
  readonly next: number;
  readonly isAsync: boolean;
}

/** `value[Symbol.iterator]()`, or the asynchronous one. `text` names the value in error messages. */
export function iterationOf(f: FunctionCompiler, value: number, text: string, isAsync: boolean): Iteration {
  const iterator = f.register();
  const next = f.register();
  f.scratch(() => {
    const method = f.register();
    const made = f.label();
    if (isAsync) {
      const found = f.label();
      f.emit("getAsyncIteratorMethod", [method, value]);
      f.jump(found, "jumpNotUndefined", [method]);
      sync(f, method, value, iterator, next, text);
      f.emit("asyncFromSync", [iterator, iterator, next]);
      f.emit("getProperty", [next, iterator], "next");
      f.jump(made);
      f.place(found);
      f.emit("call", [iterator, method, value, f.used, 0], text);
      f.emit("checkObject", [iterator], "Result of the Symbol.asyncIterator method is not an object");
      f.emit("getProperty", [next, iterator], "next");
      f.place(made);
    } else sync(f, method, value, iterator, next, text);
  });
  return { iterator, next, isAsync };
}

function sync(f: FunctionCompiler, method: number, value: number, iterator: number, next: number, text: string): void {
  f.emit("getIteratorMethod", [method, value], text);
  f.emit("call", [iterator, method, value, f.used, 0], text);
  f.emit("checkObject", [iterator], "Result of the Symbol.iterator method is not an object");
  f.emit("getProperty", [next, iterator], "next");
}

/** The next value in `to`; goes to `done` when there is none. */
export function step(f: FunctionCompiler, { iterator, next, isAsync }: Iteration, to: number, done: Label): void {
  const have = f.label();
  f.scratch(() => {
    const result = f.register();
    // Iterators of ours answer at once: 0 it is not one of them, 1 there is a value, 2 there is none.
    if (!isAsync) {
      f.emit("iterate", [to, iterator, next, result]);
      f.jump(have, "jumpTrue", [result]);
      f.jump(done, "jumpNullish", [result]);
    }
    f.emit("call", [result, next, iterator, f.used, 0], "");
    if (isAsync) emitAwait(f, result, result);
    f.emit("checkObject", [result], "Iterator result % is not an object");
    const flag = f.register();
    f.emit("getProperty", [flag, result], "done");
    f.jump(done, "jumpTrue", [flag]);
    f.emit("getProperty", [to, result], "value");
  });
  f.place(have);
}

/** Tells the iterator that no more values are wanted: on the way out of a loop that goes on elsewhere. */
export function close(f: FunctionCompiler, { iterator, isAsync }: Iteration): void {
  f.scratch(() => {
    const none = f.label();
    const method = f.register();
    const result = f.register();
    f.emit("getMethod", [method, iterator], "return");
    f.jump(none, "jumpUndefined", [method]);
    f.emit("call", [result, method, iterator, f.used, 0], "return");
    if (isAsync) emitAwait(f, result, result);
    f.emit("checkObject", [result], "Iterator result % is not an object");
    f.place(none);
  });
}

/** Emits `body`; if it throws, the iterator is closed first, and what that throws is lost. `isDone`: register that is true when it has ended. */
export function closingOnThrow(f: FunctionCompiler, iteration: Iteration, isDone: number | undefined, body: () => void): void {
  const thrown = f.register();
  const handler = f.label();
  const end = f.label();
  f.protect({ target: handler, register: thrown }, body);
  f.jump(end);
  f.place(handler);
  const rethrow = f.label();
  if (isDone !== undefined) f.jump(rethrow, "jumpTrue", [isDone]);
  f.scratch(() => {
    const lost = f.register();
    f.protect({ target: rethrow, register: lost }, () => {
      const none = f.label();
      const method = f.register();
      f.emit("getMethod", [method, iteration.iterator], "return");
      f.jump(none, "jumpUndefined", [method]);
      f.emit("call", [method, method, iteration.iterator, f.used, 0], "return");
      if (iteration.isAsync) emitAwait(f, method, method);
      f.place(none);
    });
  });
  f.place(rethrow);
  f.emit("throw", [thrown], "rethrow");
  f.place(end);
}

/** Appends all values of an iterable to the array in `list`. */
export function appendAll(f: FunctionCompiler, list: number, value: number, text: string): void {
  const iteration = iterationOf(f, value, text, false);
  const item = f.register();
  const again = f.label();
  const done = f.label();
  f.place(again);
  step(f, iteration, item, done);
  f.emit("append", [list, item]);
  f.jump(again);
  f.place(done);
}
