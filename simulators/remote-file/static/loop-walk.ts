import type ts from "typescript";
import { isAsync } from "../../core/source/functions.ts";
import type { Paths } from "../../core/source/path-walk.ts";
import { elementOf } from "./binding.ts";
import { CallWalk, disposedWithin } from "./call-walk.ts";
import { assignedIn, boundOf, countedBy, fewRounds } from "./loops.ts";
import { keep, type Point, setHandle, setResult, setValue } from "./point.ts";
import { forget } from "./point-walk.ts";
import { handlesIn, type Value, worksIn } from "./values.ts";

/** The rounds of loops, and of methods that call a function for each element; and the ends of blocks. */
export abstract class LoopWalk extends CallWalk {
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

  /** `list.map(async (item) => …)`: no round, one, or two, of which the second may meet what the first has begun. */
  protected overElements(node: ts.CallExpression, callee: ts.PropertyAccessExpression, before: Paths<Point>): Paths<Point> {
    const [callback] = node.arguments;
    const fn = callback && this.functionAt(callback, before);
    if (!fn || this.calls.some((call) => call.fn === fn)) return this.opaque(node, before);
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
      return this.enterFunction(node, fn, from, args, beside ? `${this.run}>${id}#${number};` : this.run, `#${number}`);
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
}

const isCountable = (value: Value | undefined): boolean =>
  value?.kind === "text" ||
  value?.kind === "series" ||
  (value?.kind === "constant" && /^(?:string|number|bigint)$/.test(typeof value.value));
