import type ts from "typescript";
import type { FunctionNode } from "../../core/source/owners.ts";
import { unwrap } from "../../core/source/owners.ts";
import { isAsync, isGenerator } from "../../core/source/functions.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { type Paths, TooManyPaths } from "../../core/source/path-walk.ts";
import type { Action } from "./actions.ts";
import { bind, elementOf } from "./binding.ts";
import { bufferMade, changedBy } from "./buffers.ts";
import { perform, touch } from "./effects.ts";
import { assignedIn, boundOf, countedBy, fewRounds } from "./loops.ts";
import { originOf } from "./origin.ts";
import { type HandleState, keep, type Point, setHandle, setResult, setValue, settle } from "./point.ts";
import { forget, PointWalk } from "./point-walk.ts";
import { handlesIn, type Value, worksIn } from "./values.ts";

/** More calls of one function's callees than this: nobody waits for the end of it. */
const mostCalls = 600;
const deepestCalls = 8;

/** Follows a function and the functions of the file that it calls, and notes what is done to files under a mount. */
export class FileWalk extends PointWalk {
  #left = mostCalls;

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
    const fn = action.mode === "callback" && last && this.#functionAt(last, paths);
    if (!fn) return paths;
    return this.#enterFunction(node, fn, paths, (point) => [{ kind: "constant", value: null }, point.results.get(node)], this.run);
  }

  #functionAt(expression: ts.Expression, paths: Paths<Point>): FunctionNode | undefined {
    const [first] = paths.values();
    const value = first && this.known(expression, first);
    return value?.kind === "function" ? value.fn : undefined;
  }

  #made(node: ts.NewExpression, paths: Paths<Point>): Paths<Point> {
    const isPromise = originOf(this.names, node.expression) === "Promise";
    const [executor] = node.arguments ?? [];
    const fn = isPromise && executor ? this.#functionAt(executor, paths) : undefined;
    if (fn) return this.#enterFunction(node, fn, paths, () => [], this.run);
    return this.#opaque(node, this.#buffers(node, paths));
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
      if (eachMethods.has(method)) return this.#overElements(node, callee, paths);
      if (method === "push" || method === "unshift" || method === "add")
        return this.each(paths, (point) => this.#pushed(node, callee, point));
    }
    const fn = this.#calledFunction(callee, paths);
    const entered = fn && !isGenerator(this.parsed, fn) && this.#matters(node, fn, paths) ? this.#enterLocal(node, fn, paths) : undefined;
    if (entered) return entered;
    const after = this.#opaque(node, this.#changed(node, paths));
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
      return this.#functionAt(callee, paths);
    if (!compiler.isPropertyAccessExpression(callee)) return undefined;
    if (callee.expression.kind === compiler.SyntaxKind.ThisKeyword) return this.names.methodOf(callee, callee.name.text);
    return this.names.methodOfInstance(callee) ?? this.#functionAt(callee, paths);
  }

  /** A function of the file that is called by name. An async one that nobody waits for at once goes on beside its caller. */
  #enterLocal(node: ts.CallExpression, fn: FunctionNode, paths: Paths<Point>): Paths<Point> | undefined {
    const waits = !isAsync(this.parsed, fn) || isAwaitedAtOnce(this.parsed, node);
    const id = this.place(node).id;
    const args = (point: Point) => node.arguments.map((argument) => this.known(argument, point));
    return this.#enter(node, fn, paths, args, waits ? this.run : `${this.run}>${id};`);
  }

  #enter(
    node: ts.CallExpression | ts.NewExpression,
    fn: FunctionNode,
    paths: Paths<Point>,
    args: (point: Point) => readonly (Value | undefined)[],
    run: string,
  ): Paths<Point> | undefined {
    if (this.calls.length > deepestCalls || this.calls.some((call) => call.fn === fn)) return undefined;
    return this.#enterFunction(node, fn, paths, args, run);
  }

  #enterFunction(
    node: ts.CallExpression | ts.NewExpression,
    fn: FunctionNode,
    paths: Paths<Point>,
    args: (point: Point) => readonly (Value | undefined)[],
    run: string,
    round = "",
  ): Paths<Point> {
    if (this.calls.some((call) => call.fn === fn)) return this.#opaque(node, paths);
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
  #opaque(node: ts.CallExpression | ts.NewExpression, paths: Paths<Point>): Paths<Point> {
    const { compiler } = this.parsed;
    const args = node.arguments ?? [];
    if (args.length === 0) return paths;
    for (const argument of args) {
      const fn = compiler.isFunctionLike(unwrap(compiler, argument)) ? this.#functionAt(argument, paths) : undefined;
      if (fn) this.#look(() => void this.#enterFunction(node, fn, paths, () => [], `${this.run}>?;`));
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
  #look(walk: () => void): void {
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

  protected override aside({ block }: ts.CatchClause, paths: Paths<Point>): void {
    this.#look(() => void this.list(block.statements, paths));
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
    const fn = callback && this.#functionAt(callback, paths);
    const promiseOf = (point: Point) => this.known(callee.expression, point);
    const passes = (point: Point): Point => {
      const value = promiseOf(point);
      return setResult(point, node, value?.kind === "promise" ? value : { kind: "promise", works: [] });
    };
    if (!fn || method === "catch") {
      const seen = this.#opaque(node, paths);
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
    const walked = this.#enterFunction(node, fn, settled, args, run);
    return this.each(walked, (point) => {
      const result = point.results.get(node);
      const of = result?.kind === "promise" ? result.of : result;
      return setResult(point, node, { kind: "promise", works: [...new Set([...all, ...worksIn(result)])], ...(of ? { of } : {}) });
    });
  }

  /** `list.map(async (item) => …)`: no round, one, or two, of which the second may meet what the first has begun. */
  #overElements(node: ts.CallExpression, callee: ts.PropertyAccessExpression, before: Paths<Point>): Paths<Point> {
    const [callback] = node.arguments;
    const fn = callback && this.#functionAt(callback, before);
    if (!fn || this.calls.some((call) => call.fn === fn)) return this.#opaque(node, before);
    const listOf = (point: Point) => this.known(callee.expression, point);
    const paths = this.each(before, (point) => keep(point, handlesIn(listOf(point))));
    const { id } = this.place(node);
    const [any] = paths.values();
    const list = any && listOf(any);
    const isLong = list?.kind !== "list" || list.items === undefined || fewRounds < list.items.length;
    const beside = isAsync(this.parsed, fn);
    this.loops.push({ id, node, isLong });
    const round = (from: Paths<Point>, number: number): Paths<Point> => {
      const args = (point: Point) =>
        callee.name.text.startsWith("reduce") ? [undefined, elementOf(listOf(point))] : [elementOf(listOf(point))];
      return this.#enterFunction(node, fn, from, args, beside ? `${this.run}>${id}#${number};` : this.run, `#${number}`);
    };
    const first = round(paths, 1);
    const second = round(first, 2);
    this.loops.pop();
    const all = this.union(paths, first, second);
    const isPromises = callee.name.text === "map" || callee.name.text === "flatMap";
    return this.each(all, (point) => {
      const works = [...point.works].flatMap(([work, { awaitedIn }]) => (awaitedIn?.startsWith(`${this.run}>${id}#`) ? [work] : []));
      const result = point.results.get(node);
      const cleared = { ...point, met: new Set([...point.met].filter((key) => !key.startsWith(`${id}:`))) };
      return setResult(cleared, node, isPromises ? { kind: "list", works: [...new Set([...works, ...worksIn(result)])] } : undefined);
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

  protected override leave(block: ts.Block, paths: Paths<Point>): Paths<Point> {
    return this.each(paths, (point) => {
      const used = [...point.handles].filter(([, { disposal, isClosed }]) => disposal?.parent.parent.parent === block && !isClosed);
      return used.reduce((state, [id, handle]) => setHandle(state, id, disposedWithin(block, handle)), point);
    });
  }

  protected override enter(loop: ts.IterationStatement, paths: Paths<Point>): Paths<Point> {
    const { id } = this.place(loop);
    const [any] = paths.values();
    const bound = any && boundOf(this.names, loop, (inner) => this.known(inner, any));
    this.loops.push({ id, node: loop, isLong: bound === undefined || fewRounds < bound });
    const { compiler } = this.parsed;
    return this.each(paths, (point) => {
      // Each round has one of the elements: which one is not followed.
      const held = compiler.isForOfStatement(loop) ? handlesIn(this.known(loop.expression, point)) : [];
      const met = [...point.met].filter((key) => !key.startsWith(`${id}:`));
      return keep(met.length === point.met.size ? point : { ...point, met: new Set(met) }, held);
    });
  }

  protected override behindLoop(loop: ts.IterationStatement, paths: Paths<Point>): Paths<Point> {
    const left = this.loops.pop();
    return this.each(paths, (point) => {
      const met = new Set([...point.met].filter((key) => !key.startsWith(`${left?.id}:`)));
      return countedBy(this.names, loop).reduce<Point>((state, name) => setValue(state, name, undefined), { ...forget(point, loop), met });
    });
  }

  /** What the loop changes is not followed through its rounds, unless it can only have few values. */
  protected override round(loop: ts.IterationStatement, paths: Paths<Point>): Paths<Point> {
    const names = assignedIn(this.names, loop).filter((name) => this.names.isComputed(name));
    return this.each(paths, (point) => {
      const widened = names.reduce<Point>(
        (state, name) => (isCountable(state.values.get(name)) ? setValue(state, name, undefined) : state),
        forget(point, loop),
      );
      const series = this.ids.seriesOf(loop, this.names, (inner) => this.known(inner, widened));
      return series ? setValue(widened, series.name, series.value) : widened;
    });
  }
}
/** `using` closes at the end of its block. */
function disposedWithin(around: ts.Node, state: HandleState): HandleState {
  const { disposal, isClosed } = state;
  if (!disposal || isClosed || !(around.pos <= disposal.pos && disposal.end <= around.end)) return state;
  return { ...state, isClosed: true, closedAt: disposal };
}

const noFacts: ReadonlyMap<string, boolean> = new Map();

const eachMethods: ReadonlySet<string> = new Set("forEach map flatMap filter some every find findIndex reduce reduceRight sort".split(" "));

const isCountable = (value: Value | undefined): boolean =>
  value?.kind === "text" ||
  value?.kind === "series" ||
  (value?.kind === "constant" && /^(?:string|number|bigint)$/.test(typeof value.value));

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
