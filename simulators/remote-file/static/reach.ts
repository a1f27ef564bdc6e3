import type ts from "typescript";
import { type Action, actionOf } from "./actions.ts";
import type { Names } from "./names.ts";

/** Which functions of a file touch files, themselves or through others that they call: the rest is not followed. */
export class Reach {
  readonly #actions = new Map<ts.Node, Action | undefined>();
  readonly #reaching = new Set<ts.Node>();

  constructor(names: Names) {
    const callers = new Map<ts.Node, ts.Node[]>();
    for (const fn of names.functions) link(callers, fn, around(names, fn.parent));
    for (const node of names.calls) {
      const inner = around(names, node);
      const action = actionOf(names, node);
      this.#actions.set(node, action);
      if (action) this.#reaching.add(inner);
      const called = names.functionCalled(node);
      if (called) link(callers, called, inner);
    }
    const waiting = [...this.#reaching];
    for (let fn = waiting.pop(); fn; fn = waiting.pop()) {
      for (const caller of callers.get(fn) ?? []) {
        if (this.#reaching.has(caller)) continue;
        this.#reaching.add(caller);
        waiting.push(caller);
      }
    }
  }

  /** Does a function, or the module, touch files? A function within it counts. */
  has(fn: ts.Node): boolean {
    return this.#reaching.has(fn);
  }

  actionOf(call: ts.Node): Action | undefined {
    return this.#actions.get(call);
  }
}

/** The function that a node is part of, or the module. */
function around({ parsed: { compiler } }: Names, node: ts.Node): ts.Node {
  let outer = node;
  while (!compiler.isFunctionLike(outer) && !compiler.isSourceFile(outer)) outer = outer.parent;
  return outer;
}

function link(callers: Map<ts.Node, ts.Node[]>, called: ts.Node, caller: ts.Node): void {
  const known = callers.get(called);
  if (known) known.push(caller);
  else callers.set(called, [caller]);
}
