import type ts from "typescript";
import { isAsync, isGenerator } from "../../core/source/functions.ts";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { type Paths, TooManyPaths } from "../../core/source/path-walk.ts";
import type { Action } from "./actions.ts";
import { bufferMade, changedBy } from "./buffers.ts";
import { perform, touch } from "./effects.ts";
import { LoopWalk } from "./loop-walk.ts";
import { assignedIn } from "./loops.ts";
import { originOf } from "./origin.ts";
import { keep, type Point, setResult, setValue, settle } from "./point.ts";
import { handlesIn, type Value, worksIn } from "./values.ts";

const deepestCalls = 8;

/** Follows a function and the functions of the file that it calls, and notes what is done to files under a mount. */
export class FileWalk extends LoopWalk {
  /** Walks a function that nobody of the file calls, or the statements of the module. Says nothing where there are too many paths. */
  walk(fn: FunctionNode | ts.SourceFile): void {
    this.sightings.visited.add(fn);
    this.calls.push({ id: "", fn, isSteady: true });
    try {
      for (const { at, paths } of this.exitsFrom(fn, this.pathsOf([this.start]))) this.#leave(at, paths);
    } catch (error) {
      if (!(error instanceof TooManyPaths)) throw error;
    }
    this.calls.pop();
  }

  /** FL4020: what is open on the way out is left open. */
  #leave(at: ts.Node | undefined, paths: Paths<Point>): void {
    for (const point of paths.values()) {
      const value = at && !this.parsed.compiler.isReturnStatement(at) ? this.known(at as ts.Expression, point) : point.returned;
      const given = new Set(handlesIn(value));
      for (const [id, { open, isClosed, isKept }] of point.handles) {
        if (isClosed || isKept || given.has(id)) continue;
        this.sightings.leak({ open, ...(at ? { exit: at } : {}) });
      }
    }
  }

  protected override called(node: ts.CallExpression | ts.NewExpression, paths: Paths<Point>): Paths<Point> {
    const { compiler } = this.parsed;
    const action = this.reach.actionOf(node);
    const done: Point[] = [];
    const others: Point[] = [];
    for (const point of paths.values()) {
      const after = action && perform(this.place(node), action, node, point);
      if (after) done.push(after);
      else others.push(point);
    }
    const performed = done.length > 0 && action ? this.#callback(node, action, this.pathsOf(done)) : this.pathsOf(done);
    if (others.length === 0) return performed;
    const rest = this.pathsOf(others);
    const walked = compiler.isNewExpression(node) ? this.#made(node, rest) : this.#otherCall(node, rest);
    return this.union(performed, walked);
  }

  /** `fs.open(path, "r", (error, fd) => …)`: as if it were called at once, without an error. */
  #callback(node: ts.CallExpression | ts.NewExpression, action: Action, paths: Paths<Point>): Paths<Point> {
    const last = node.arguments?.at(-1);
    const fn = action.mode === "callback" && last && this.functionAt(last, paths);
    if (!fn) return paths;
    return this.enterFunction(node, fn, paths, (point) => [{ kind: "constant", value: null }, point.results.get(node)], this.run);
  }

  #made(node: ts.NewExpression, paths: Paths<Point>): Paths<Point> {
    const isPromise = originOf(this.names, node.expression) === "Promise";
    const [executor] = node.arguments ?? [];
    const fn = isPromise && executor ? this.functionAt(executor, paths) : undefined;
    if (fn) return this.enterFunction(node, fn, paths, () => [], this.run);
    return this.opaque(node, this.#buffers(node, paths));
  }

  #buffers(node: ts.CallExpression | ts.NewExpression, paths: Paths<Point>): Paths<Point> {
    const place = this.place(node);
    return this.each(paths, (point) => {
      const made = bufferMade(this.names, node, place.id, (inner) => this.known(inner, point));
      if (!made) return setResult(point, node, undefined);
      if (made.id !== place.id) return setResult(point, node, made);
      // New memory in each round: work of the round before has another one.
      const works = [...point.works].map(([id, work]) => {
        if (work.buffer?.id !== place.id) return [id, work] as const;
        const { buffer: _, ...rest } = work;
        return [id, rest] as const;
      });
      return setResult({ ...point, works: new Map(works) }, node, made);
    });
  }

  #otherCall(node: ts.CallExpression, before: Paths<Point>): Paths<Point> {
    const { compiler, source } = this.parsed;
    if (/^process\s*\.\s*exit$/.test(node.expression.getText(source))) return new Map();
    const paths = this.#buffers(node, before);
    const callee = unwrap(compiler, node.expression);
    const origin = originOf(this.names, node.expression) ?? "";
    if (/^Promise\.(?:all|allSettled|any|race|resolve)$/.test(origin))
      return this.each(paths, (point) => this.#combined(node, origin, point));
    if (compiler.isPropertyAccessExpression(callee)) {
      const method = callee.name.text;
      if (method === "then" || method === "catch" || method === "finally") return this.#chained(node, callee, method, paths);
      if (eachMethods.has(method)) return this.overElements(node, callee, paths);
      if (method === "push" || method === "unshift" || method === "add")
        return this.each(paths, (point) => this.#pushed(node, callee, point));
    }
    const fn = this.#calledFunction(callee, paths);
    const entered = fn && !isGenerator(this.parsed, fn) && this.#matters(node, fn, paths) ? this.#enterLocal(node, fn, paths) : undefined;
    if (entered) return entered;
    const after = this.opaque(node, this.#changed(node, paths));
    return fn ? this.#forgetAssigned(fn, after) : after;
  }

  /** Can what a function does be of interest: does it touch files, or is it given some, or buffers while work is under way? */
  #matters(node: ts.CallExpression, fn: FunctionNode, paths: Paths<Point>): boolean {
    if (this.reach.has(fn)) return true;
    return [...paths.values()].some(
      (point) =>
        point.works.size > 0 ||
        node.arguments.some((argument) => {
          const value = this.known(argument, point);
          return value?.kind === "function" ? this.reach.has(value.fn) : value !== undefined && value.kind !== "constant";
        }),
    );
  }

  /** What a function that is not followed writes to is not known behind it. */
  #forgetAssigned(fn: FunctionNode, paths: Paths<Point>): Paths<Point> {
    const names = assignedIn(this.names, fn);
    return this.each(paths, (point) => names.reduce<Point>((state, name) => setValue(state, name, undefined), point));
  }

  #calledFunction(callee: ts.Expression, paths: Paths<Point>): FunctionNode | undefined {
    const { compiler } = this.parsed;
    if (compiler.isIdentifier(callee) || compiler.isArrowFunction(callee) || compiler.isFunctionExpression(callee))
      return this.functionAt(callee, paths);
    if (!compiler.isPropertyAccessExpression(callee)) return undefined;
    if (callee.expression.kind === compiler.SyntaxKind.ThisKeyword) return this.names.methodOf(callee, callee.name.text);
    return this.names.methodOfInstance(callee) ?? this.functionAt(callee, paths);
  }

  /** A function of the file that is called by name. An async one that nobody waits for at once goes on beside its caller. */
  #enterLocal(node: ts.CallExpression, fn: FunctionNode, paths: Paths<Point>): Paths<Point> | undefined {
    if (this.calls.length > deepestCalls || this.calls.some((call) => call.fn === fn)) return undefined;
    const waits = !isAsync(this.parsed, fn) || isAwaitedAtOnce(this.parsed, node);
    const id = this.place(node).id;
    const args = (point: Point) => node.arguments.map((argument) => this.known(argument, point));
    return this.enterFunction(node, fn, paths, args, waits ? this.run : `${this.run}>${id};`);
  }

  protected override aside({ block }: ts.CatchClause, paths: Paths<Point>): void {
    this.look(() => void this.list(block.statements, paths));
  }

  #changed(node: ts.CallExpression, paths: Paths<Point>): Paths<Point> {
    for (const point of paths.values()) {
      const extent = changedBy(this.names, node, (inner) => this.known(inner, point));
      if (extent) touch(this.place(node), extent, node, "change", point);
    }
    return paths;
  }

  #combined(node: ts.CallExpression, origin: string, point: Point): Point {
    const [argument] = node.arguments;
    const list = argument && this.known(argument, point);
    if (origin === "Promise.resolve")
      return setResult(point, node, { kind: "promise", works: worksIn(list), ...(list ? { of: list } : {}) });
    const items = list?.kind === "list" ? list.items?.map((item) => (item?.kind === "promise" ? item.of : item)) : undefined;
    const isFirst = origin === "Promise.any" || origin === "Promise.race";
    // Of those that lose the others are still under way.
    const works = isFirst ? [] : worksIn(list);
    const of: Value | undefined = isFirst || origin === "Promise.allSettled" || !items ? undefined : { kind: "list", works: [], items };
    const kept = of ? point : keep(point, handlesIn(list));
    return setResult(kept, node, { kind: "promise", works, ...(of ? { of } : {}) });
  }

  #chained(node: ts.CallExpression, callee: ts.PropertyAccessExpression, method: string, paths: Paths<Point>): Paths<Point> {
    const [callback] = node.arguments;
    const fn = callback && this.functionAt(callback, paths);
    const promiseOf = (point: Point) => this.known(callee.expression, point);
    const passes = (point: Point): Point => {
      const value = promiseOf(point);
      return setResult(point, node, value?.kind === "promise" ? value : { kind: "promise", works: [] });
    };
    if (!fn || method === "catch") {
      const seen = this.opaque(node, paths);
      return this.each(seen, passes);
    }
    const run = `${this.run}>${this.place(node).id};`;
    const settled = this.each(paths, (point) => settle(point, worksIn(promiseOf(point)), run));
    const works = new Map([...settled.values()].map((point) => [point, worksIn(promiseOf(point))] as const));
    const all = [...new Set([...works.values()].flat())];
    const args = (point: Point): readonly (Value | undefined)[] => {
      const value = promiseOf(point);
      return method === "then" && value?.kind === "promise" ? [value.of] : [];
    };
    const walked = this.enterFunction(node, fn, settled, args, run);
    return this.each(walked, (point) => {
      const result = point.results.get(node);
      const of = result?.kind === "promise" ? result.of : result;
      return setResult(point, node, { kind: "promise", works: [...new Set([...all, ...worksIn(result)])], ...(of ? { of } : {}) });
    });
  }

  #pushed(node: ts.CallExpression, callee: ts.PropertyAccessExpression, point: Point): Point {
    const target = unwrap(this.parsed.compiler, callee.expression);
    const values = node.arguments.map((argument) => this.known(argument, point));
    const kept = keep(point, values.flatMap(handlesIn));
    const declaration = this.parsed.compiler.isIdentifier(target) ? this.names.declarationOf(target) : undefined;
    const list = declaration && kept.values.get(declaration);
    if (!declaration || list?.kind !== "list") return this.keepCaptured(node, kept);
    const works = [...new Set([...worksIn(list), ...values.flatMap(worksIn)])];
    return setValue(kept, declaration, { kind: "list", works });
  }
}

const eachMethods: ReadonlySet<string> = new Set("forEach map flatMap filter some every find findIndex reduce reduceRight sort".split(" "));

/** `await run()`; in an async function `return run()`, too. */
function isAwaitedAtOnce(parsed: Parsed, call: ts.Node): boolean {
  const { compiler } = parsed;
  let { parent } = call;
  while (compiler.isParenthesizedExpression(parent) || compiler.isAsExpression(parent) || compiler.isNonNullExpression(parent))
    ({ parent } = parent);
  if (compiler.isAwaitExpression(parent)) return true;
  if (compiler.isArrowFunction(parent)) return isAsync(parsed, parent);
  if (!compiler.isReturnStatement(parent)) return false;
  let around: ts.Node = parent;
  while (!compiler.isFunctionLike(around) && !compiler.isSourceFile(around)) around = around.parent;
  return compiler.isFunctionLike(around) && isAsync(parsed, around as FunctionNode);
}
