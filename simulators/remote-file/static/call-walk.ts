import type ts from "typescript";
import { isAsync } from "../../core/source/functions.ts";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import { type Paths, TooManyPaths } from "../../core/source/path-walk.ts";
import { bind } from "./binding.ts";
import { type HandleState, keep, type Point, setResult } from "./point.ts";
import { forget, PointWalk } from "./point-walk.ts";
import { handlesIn, type Value, worksIn } from "./values.ts";

/** More calls of one function's callees than this: nobody waits for the end of it. */
const mostCalls = 600;

/** Goes into functions and comes back with what they leave; what is handed to others is followed no further. */
export abstract class CallWalk extends PointWalk {
  #left = mostCalls;

  protected functionAt(expression: ts.Expression, paths: Paths<Point>): FunctionNode | undefined {
    const [first] = paths.values();
    const value = first && this.known(expression, first);
    return value?.kind === "function" ? value.fn : undefined;
  }

  protected enterFunction(
    node: ts.CallExpression | ts.NewExpression,
    fn: FunctionNode,
    paths: Paths<Point>,
    args: (point: Point) => readonly (Value | undefined)[],
    run: string,
    round = "",
  ): Paths<Point> {
    if (this.calls.some((call) => call.fn === fn)) return this.opaque(node, paths);
    if (--this.#left < 0) throw new TooManyPaths();
    this.sightings.visited.add(fn);
    const { id, isSteady } = this.place(node);
    const outer = this.run;
    this.calls.push({ id: id + round, fn, isSteady });
    this.run = run;
    // Facts are texts of one function: each path keeps those of its caller aside.
    const found = [...paths.values()].flatMap((point) => {
      const known = new Set(point.works.keys());
      const given = args(point);
      const entered = fn.parameters.reduce((state, parameter, index) => bind(this.names, parameter.name, given[index], state), {
        ...point,
        facts: noFacts,
      });
      return this.exitsFrom(fn, this.pathsOf([entered])).flatMap(({ at, paths: left }) =>
        [...left.values()].map((end) => this.#comeBack(node, fn, at, end, point, known, run !== outer)),
      );
    });
    this.run = outer;
    this.calls.pop();
    return this.pathsOf(found);
  }

  #comeBack(
    node: ts.CallExpression | ts.NewExpression,
    fn: FunctionNode,
    at: ts.Node | undefined,
    end: Point,
    { facts }: Point,
    known: ReadonlySet<string>,
    isBeside: boolean,
  ): Point {
    const value = at && !this.parsed.compiler.isReturnStatement(at) ? this.known(at as ts.Expression, end) : at ? end.returned : undefined;
    const { returned: _, ...rest } = forget(end, fn);
    const values = new Map([...rest.values].filter(([name]) => !(fn.pos <= name.pos && name.end <= fn.end)));
    const handles = new Map([...rest.handles].map(([id, state]) => [id, disposedWithin(fn, state)]));
    const begun = isBeside ? [...end.works.keys()].filter((id) => !known.has(id)) : [];
    const isPromise = isAsync(this.parsed, fn);
    const flat = value?.kind === "promise" && isPromise ? value.of : value;
    const result: Value | undefined = isPromise
      ? { kind: "promise", works: [...new Set([...begun, ...worksIn(value)])], ...(flat ? { of: flat } : {}) }
      : value;
    return setResult({ ...rest, values, handles, facts }, node, result);
  }

  /** Behind here others may have what is handed over, and call functions at any time. */
  protected opaque(node: ts.CallExpression | ts.NewExpression, paths: Paths<Point>): Paths<Point> {
    const { compiler } = this.parsed;
    const args = node.arguments ?? [];
    if (args.length === 0) return paths;
    for (const argument of args) {
      const fn = compiler.isFunctionLike(unwrap(compiler, argument)) ? this.functionAt(argument, paths) : undefined;
      if (fn) this.look(() => void this.enterFunction(node, fn, paths, () => [], `${this.run}>?;`));
    }
    return this.each(paths, (point) =>
      args.reduce((kept, argument) => {
        const value = this.known(compiler.isSpreadElement(argument) ? argument.expression : argument, kept);
        const held = value?.kind === "function" ? this.keepCaptured(value.fn, kept) : kept;
        return this.keepCaptured(argument, keep(held, handlesIn(value)));
      }, point),
    );
  }

  /** Walks something for what can be seen on the way; nothing goes on behind it. */
  protected look(walk: () => void): void {
    const [calls, loops, run] = [this.calls.length, this.loops.length, this.run];
    try {
      walk();
    } catch (error) {
      if (!(error instanceof TooManyPaths)) throw error;
    }
    this.calls.length = calls;
    this.loops.length = loops;
    this.run = run;
  }
}

/** `using` closes at the end of its block. */
export function disposedWithin(around: ts.Node, state: HandleState): HandleState {
  const { disposal, isClosed } = state;
  if (!disposal || isClosed || !(around.pos <= disposal.pos && disposal.end <= around.end)) return state;
  return { ...state, isClosed: true, closedAt: disposal };
}

const noFacts: ReadonlyMap<string, boolean> = new Map();
