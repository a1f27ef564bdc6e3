import { emitAwait } from "./await.ts";
import type { FunctionCompiler } from "./context.ts";
import { leaveFunction } from "./control.ts";
import { close, type Iteration, iterationOf } from "./iteration.ts";
import type { acorn } from "./syntax.ts";

export function awaitValue(f: FunctionCompiler, node: acorn.AwaitExpression, to: number): number {
  return f.scratch(() => {
    const value = f.evaluate(node.argument);
    f.at(node.start, () => emitAwait(f, value, to));
    return to;
  });
}

export function yieldValue(f: FunctionCompiler, node: acorn.YieldExpression, to: number): number {
  return f.scratch(() => {
    const value = node.argument ? f.evaluate(node.argument) : f.constant(f.register(), undefined);
    if (node.delegate) return delegate(f, value, to);
    const over = f.label();
    const left = f.label();
    const yielded = f.isAsync ? f.register() : value;
    if (f.isAsync) emitAwait(f, value, yielded);
    f.jump(left, "yield", [to, yielded]);
    f.jump(over);
    // `return()` was called on the generator.
    f.place(left);
    if (f.isAsync) emitAwait(f, to, to);
    leaveFunction(f, to);
    f.place(over);
    return to;
  });
}

/** `yield*`: everything that comes from outside is passed to the inner iterator. */
function delegate(f: FunctionCompiler, value: number, to: number): number {
  const inner = iterationOf(f, value, "yield* (intermediate value)", f.isAsync);
  const received = f.constant(f.register(), undefined);
  const result = f.register();
  const flag = f.register();
  const [again, got, give, thrown, left, end] = [f.label(), f.label(), f.label(), f.label(), f.label(), f.label()];
  f.place(again);
  f.emit("call", [result, inner.next, inner.iterator, received, 1], "iterator.next");
  f.place(got);
  if (f.isAsync) emitAwait(f, result, result);
  f.emit("checkObject", [result], "Iterator result % is not an object");
  f.emit("getProperty", [flag, result], "done");
  f.jump(end, "jumpTrue", [flag]);
  f.place(give);
  if (f.isAsync) f.emit("getProperty", [result, result], "value");
  f.protect({ target: thrown, register: received }, () => f.jump(left, f.isAsync ? "yield" : "yieldResult", [received, result]));
  f.jump(again);
  f.place(thrown);
  passThrow(f, inner, received, result);
  f.jump(got);
  f.place(left);
  if (f.isAsync) f.protect({ target: thrown, register: received }, () => emitAwait(f, received, received));
  passReturn(f, inner, received, result);
  f.emit("getProperty", [flag, result], "done");
  f.jump(give, "jumpFalse", [flag]);
  f.emit("getProperty", [received, result], "value");
  leaveFunction(f, received);
  f.place(end);
  f.emit("getProperty", [to, result], "value");
  return to;
}

function passThrow(f: FunctionCompiler, inner: Iteration, received: number, result: number): void {
  f.scratch(() => {
    const method = f.register();
    const has = f.label();
    f.emit("getMethod", [method, inner.iterator], "throw");
    f.jump(has, "jumpNotUndefined", [method]);
    close(f, inner);
    f.emit("throwError", [], { name: "TypeError", message: "The iterator does not provide a 'throw' method." });
    f.place(has);
    f.emit("call", [result, method, inner.iterator, received, 1], "iterator.throw");
  });
}

function passReturn(f: FunctionCompiler, inner: Iteration, received: number, result: number): void {
  f.scratch(() => {
    const method = f.register();
    const has = f.label();
    f.emit("getMethod", [method, inner.iterator], "return");
    f.jump(has, "jumpNotUndefined", [method]);
    if (f.isAsync) emitAwait(f, received, received);
    leaveFunction(f, received);
    f.place(has);
    f.emit("call", [result, method, inner.iterator, received, 1], "iterator.return");
    if (f.isAsync) emitAwait(f, result, result);
    f.emit("checkObject", [result], "Iterator result % is not an object");
  });
}
