import type ts from "typescript";
import { isAssignment } from "../../core/source/assignments.ts";
import { unwrap } from "../../core/source/owners.ts";
import { type Paths, PathWalk } from "../../core/source/path-walk.ts";
import type { RemoteFiles } from "../config/model.ts";
import { combine } from "./arithmetic.ts";
import { bind, elementOf, isUsing } from "./binding.ts";
import { type Place, touch } from "./effects.ts";
import { evaluate } from "./evaluate.ts";
import type { Identities } from "./identities.ts";
import { assignedAt, type Names } from "./names.ts";
import { keep, type Point, setHandle, setResult, setValue, settle } from "./point.ts";
import type { Reach } from "./reach.ts";
import type { Sightings } from "./sightings.ts";
import { handlesIn, keyOfValue, truthOf, type Value, worksIn } from "./values.ts";

/** What all walks through a file share. */
export interface Walked {
  readonly names: Names;
  readonly configuration: RemoteFiles;
  readonly sightings: Sightings;
  readonly ids: Identities;
  readonly reach: Reach;
  readonly start: Point;
}

/** What names stand for on the paths through a function; what calls do is the subclass's. */
export abstract class PointWalk extends PathWalk<Point> {
  protected readonly names: Names;
  protected readonly configuration: RemoteFiles;
  protected readonly sightings: Sightings;
  protected readonly ids: Identities;
  protected readonly reach: Reach;
  protected readonly start: Point;
  protected readonly process: number | undefined;
  protected override readonly followsThrows = true;
  /** Calls around the function that is walked, outermost first, and the functions. */
  protected readonly calls: { readonly id: string; readonly fn: ts.Node; readonly isSteady: boolean }[] = [];
  protected readonly loops: { readonly id: string; readonly node: ts.Node; readonly isLong: boolean }[] = [];
  protected run = "";
  readonly #texts = new WeakMap<object, string>();

  constructor({ names, configuration, sightings, ids, reach, start }: Walked, process?: number) {
    super(names.parsed);
    this.names = names;
    this.configuration = configuration;
    this.sightings = sightings;
    this.ids = ids;
    this.reach = reach;
    this.start = start;
    this.process = process;
  }

  /** Behind a call, once its arguments have been walked. */
  protected abstract called(node: ts.CallExpression | ts.NewExpression, paths: Paths<Point>): Paths<Point>;

  protected override keyOf({ values, results, handles, works, facts, met, dirty, returned }: Point): string {
    const text = (value: Value | undefined): string => keyOfValue(value, (fn) => this.ids.of(fn));
    return [
      this.#textOf(values, (name, value) => `${this.ids.of(name)}=${text(value)}`),
      this.#textOf(results, (node, value) => `${this.ids.of(node)}=${text(value)}`),
      this.#textOf(handles, (id, { isClosed, isKept, path }) => `${id}=${isClosed ? "c" : "o"}${isKept ? "k" : ""}${path}`),
      this.#textOf(works, (id, { awaitedIn, buffer }) => `${id}=${awaitedIn}${buffer?.id}`),
      this.#textOf(facts, (fact, isTrue) => `${isTrue ? "" : "!"}${fact}`),
      [...met].sort().join("&"),
      this.#textOf(dirty, (path, { pos }) => `${path}=${pos}`),
      text(returned),
    ].join("|");
  }

  /** Most points share most of what they know: each part is put into words once. */
  #textOf<Key, Known>(map: ReadonlyMap<Key, Known>, write: (key: Key, known: Known) => string): string {
    if (map.size === 0) return "";
    const known = this.#texts.get(map);
    if (known !== undefined) return known;
    const text = [...map]
      .map(([key, value]) => write(key, value))
      .sort()
      .join("&");
    this.#texts.set(map, text);
    return text;
  }

  protected override assume(point: Point, fact: string, isTrue: boolean): Point | undefined {
    if (point.facts.get(fact) === !isTrue) return undefined;
    // A condition that is met once tells nothing of later ones.
    return this.ids.isRepeated(fact) ? { ...point, facts: new Map(point.facts).set(fact, isTrue) } : point;
  }

  protected override truth(condition: ts.Expression, point: Point): boolean | undefined {
    return truthOf(this.known(condition, point));
  }

  protected override equality(left: ts.Expression, right: ts.Expression, point: Point): boolean | undefined {
    const { compiler } = this.parsed;
    return truthOf(combine(compiler, compiler.SyntaxKind.EqualsEqualsEqualsToken, this.known(left, point), this.known(right, point)));
  }

  protected override isQuiet(node: ts.Node): boolean {
    return this.ids.isQuiet(node);
  }

  protected known(expression: ts.Expression, point: Point): Value | undefined {
    return evaluate(this.names, expression, point);
  }

  protected each(paths: Paths<Point>, change: (point: Point) => Point): Paths<Point> {
    let isChanged = false;
    const points = [...paths.values()].map((point) => {
      const next = change(point);
      isChanged ||= next !== point;
      return next;
    });
    return isChanged ? this.pathsOf(points) : paths;
  }

  protected override behind(node: ts.Node, paths: Paths<Point>): Paths<Point> {
    const { compiler } = this.parsed;
    if (compiler.isCallExpression(node) || compiler.isNewExpression(node)) return this.called(node, paths);
    if (compiler.isAwaitExpression(node)) return this.each(paths, (point) => this.#awaited(node, point));
    if (compiler.isVariableDeclaration(node)) return this.each(paths, (point) => this.#declared(node, point));
    if (compiler.isReturnStatement(node)) return this.each(paths, (point) => this.#returns(node, point));
    if (compiler.isForOfStatement(node) || compiler.isForInStatement(node)) return this.each(paths, (point) => this.#taken(node, point));
    if (compiler.isExpressionStatement(node) || compiler.isVariableStatement(node)) return this.each(paths, (point) => forget(point, node));
    const mayAssign =
      compiler.isBinaryExpression(node) || compiler.isPrefixUnaryExpression(node) || compiler.isPostfixUnaryExpression(node);
    return mayAssign ? this.each(paths, (point) => this.#assigned(node, point)) : paths;
  }

  #awaited(node: ts.AwaitExpression, point: Point): Point {
    const value = this.known(node.expression, point);
    const settled = settle(point, worksIn(value), this.run);
    return setResult(settled, node, value?.kind === "promise" ? value.of : value);
  }

  #declared(node: ts.VariableDeclaration, point: Point): Point {
    if (!node.initializer)
      return this.parsed.compiler.isForOfStatement(node.parent.parent)
        ? point
        : bind(this.names, node.name, { kind: "constant", value: undefined }, point);
    const value = this.known(node.initializer, point);
    const bound = bind(this.names, node.name, value, point);
    const isOfModule = this.parsed.compiler.isSourceFile(node.parent.parent.parent);
    if (!isUsing(this.parsed.compiler, node)) return isOfModule ? keep(bound, handlesIn(value)) : bound;
    const state = value?.kind === "handle" ? bound.handles.get(value.id) : undefined;
    const used = value?.kind === "handle" && state ? setHandle(bound, value.id, { ...state, disposal: node }) : bound;
    return keep(used, handlesIn(value));
  }

  #returns(node: ts.ReturnStatement, point: Point): Point {
    const value = node.expression && this.known(node.expression, point);
    const captured = node.expression ? this.keepCaptured(node.expression, point) : point;
    const { returned: _, ...rest } = forget(captured, node);
    return value ? { ...rest, returned: value } : rest;
  }

  #taken(node: ts.ForOfStatement | ts.ForInStatement, point: Point): Point {
    const { compiler } = this.parsed;
    const list = this.known(node.expression, point);
    const element = compiler.isForOfStatement(node) ? elementOf(list) : undefined;
    const kept = keep(point, handlesIn(list));
    const value = compiler.isForOfStatement(node) && node.awaitModifier && element?.kind === "promise" ? element.of : element;
    const waited = compiler.isForOfStatement(node) && node.awaitModifier ? settle(kept, worksIn(list), this.run) : kept;
    if (compiler.isVariableDeclarationList(node.initializer)) {
      const [declaration] = node.initializer.declarations;
      return declaration ? bind(this.names, declaration.name, value, waited) : waited;
    }
    return this.#assigned(node, waited);
  }

  #assigned(node: ts.Node, before: Point): Point {
    const { compiler } = this.parsed;
    let point = before;
    const targets = assignedAt(compiler, node);
    const isPlain = compiler.isBinaryExpression(node) && node.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
    const value = isPlain ? this.known(node.right, point) : undefined;
    const only = isPlain ? unwrap(compiler, node.left) : undefined;
    // `cached ??= await open(…)`: who has the name may have had another file before.
    if (!isPlain && compiler.isBinaryExpression(node)) point = keep(point, handlesIn(this.known(node.right, point)));
    for (const target of targets) {
      const declaration = this.names.declarationOf(target);
      if (declaration) point = setValue(point, declaration, only === target ? value : undefined);
      if (declaration && compiler.isVariableDeclaration(declaration) && compiler.isSourceFile(declaration.parent.parent.parent))
        point = keep(point, handlesIn(value));
    }
    if (!isAssignment(compiler, node)) return point;
    const left = unwrap(compiler, node.left);
    if (compiler.isIdentifier(left)) return point;
    // What is stored in an object is followed no further.
    const kept = this.keepCaptured(node.right, keep(point, handlesIn(this.known(node.right, point))));
    if (!compiler.isElementAccessExpression(left)) return kept;
    const buffer = this.known(left.expression, kept);
    const index = this.known(left.argumentExpression, kept);
    if (buffer?.kind !== "buffer" || index?.kind !== "constant" || typeof index.value !== "number") return kept;
    touch(
      this.place(node),
      { id: buffer.id, ...(buffer.start === undefined ? {} : { start: buffer.start + index.value }), size: 1 },
      node,
      "change",
      kept,
    );
    return kept;
  }

  /** Handles that functions in an expression can reach: whoever gets those may close them. */
  protected keepCaptured(expression: ts.Node, point: Point): Point {
    const { compiler } = this.parsed;
    let kept = point;
    const visit = (node: ts.Node, isInside: boolean): void => {
      if (isInside && compiler.isIdentifier(node)) {
        const declaration = this.names.declarationOf(node);
        const value = declaration && kept.values.get(declaration);
        if (value) kept = keep(kept, handlesIn(value));
      }
      compiler.forEachChild(node, (child) => visit(child, isInside || compiler.isFunctionLike(node)));
    };
    visit(expression, false);
    return kept;
  }

  protected place(node: ts.Node): Place {
    const around = this.calls.at(-1)?.id ?? "";
    const loops = this.loops.filter(({ isLong }) => isLong);
    return {
      names: this.names,
      configuration: this.configuration,
      sightings: this.sightings,
      id: `${around}/${this.ids.of(node)}`,
      run: this.run,
      loops,
      around: this.loops.map(({ node: loop }) => loop),
      isSteady: this.ids.isSteady(node) && (this.calls.at(-1)?.isSteady ?? true),
      ...(this.process === undefined ? {} : { process: this.process }),
    };
  }
}

/** Values of expressions in a node that has been walked are not asked for again. */
export function forget(point: Point, node: ts.Node): Point {
  const results = new Map([...point.results].filter(([inner]) => !(node.pos <= inner.pos && inner.end <= node.end)));
  return results.size === point.results.size ? point : { ...point, results };
}
