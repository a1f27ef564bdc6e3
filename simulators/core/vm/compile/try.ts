import type { Control, FunctionCompiler } from "./context.ts";
import { dispatchExits } from "./control.ts";
import { declarePattern } from "./patterns.ts";
import type { ScopeInfo } from "./scopes.ts";
import type { acorn } from "./syntax.ts";
import { within } from "./variables.ts";

export function tryStatement(f: FunctionCompiler, node: acorn.TryStatement): void {
  if (!node.finalizer) return tryCatch(f, node);
  const { finalizer } = node;
  const state = f.register();
  const value = f.register();
  const entry = f.label();
  const failed = f.label();
  const control: Control = { kind: "finally", depth: f.depth, state, value, entry, exits: [] };
  f.control.push(control);
  f.protect({ target: failed, register: value }, () => {
    if (node.handler) tryCatch(f, node);
    else f.statement(node.block);
  });
  f.control.pop();
  f.constant(state, 0);
  // Nothing is kept of an earlier round: it would tell states apart that are the same.
  f.constant(value, undefined);
  f.jump(entry);
  f.place(failed);
  f.constant(state, 1);
  f.place(entry);
  f.statement(finalizer);
  dispatchExits(f, control);
}

function tryCatch(f: FunctionCompiler, node: acorn.TryStatement): void {
  const { handler } = node;
  if (!handler) return;
  const end = f.label();
  const failed = f.label();
  const thrown = f.register();
  f.protect({ target: failed, register: thrown, ...(f.module.isOurs ? {} : { isCatch: true as const }) }, () => f.statement(node.block));
  f.jump(end);
  f.place(failed);
  within(f, f.module.scopes.of.get(handler) as ScopeInfo, () => {
    if (handler.param) declarePattern(f, handler.param, thrown);
    f.statement(handler.body);
  });
  f.place(end);
}
