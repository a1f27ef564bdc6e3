import type ts from "typescript";
import type { Parsed } from "./parse.ts";
import { factOf } from "./path-facts.ts";

/** The different states of all paths to one point, by key. */
export type Paths<State> = ReadonlyMap<string, State>;

/** A way out of a function; without `at` it is the end of the body. */
export interface Exit<State> {
  readonly at?: ts.Node;
  readonly paths: Paths<State>;
}

/** More than anybody can have meant: the analysis ends without an answer. */
export class TooManyPaths extends Error {
  override readonly name = "TooManyPaths";
}

/** A statement was left. */
export interface Jump<State> {
  readonly kind: "return" | "break" | "continue" | "throw";
  readonly label?: string;
  readonly at: ts.Node;
  readonly paths: Paths<State>;
}

/** How a statement ends: by going on, or by jumps. */
export interface Completion<State> {
  readonly normal: Paths<State>;
  readonly jumps: readonly Jump<State>[];
}

export interface Fork<State> {
  readonly yes: Paths<State>;
  readonly no: Paths<State>;
}

const mostStates = 256;

/**
 * Follows every path through a function. What is known on a path is the subclass's: it hears of each node behind the nodes in it.
 * Exceptions of calls are left aside: a `catch` is entered by `throw` alone, and only where `followsThrows`.
 */
export abstract class PathWalk<State> {
  readonly parsed: Parsed;
  protected readonly followsThrows: boolean = false;
  private readonly facts = new Map<ts.Node, string | undefined>();

  constructor(parsed: Parsed) {
    this.parsed = parsed;
  }

  /** Equal texts exactly for equal states. */
  protected abstract keyOf(state: State): string;
  /** Behind a condition that says the same at every point of the function. Undefined: no path goes there. */
  protected abstract assume(state: State, fact: string, isTrue: boolean): State | undefined;
  /** Behind a node, once everything in it has been walked; for `for … of` and `for … in`: before each round, also the one that does not come. */
  protected abstract behind(node: ts.Node, paths: Paths<State>): Paths<State>;
  /** At the start of each round of a loop. */
  protected round(_loop: ts.IterationStatement, paths: Paths<State>): Paths<State> {
    return paths;
  }
  /** Before the first round of a loop. */
  protected enter(_loop: ts.IterationStatement, paths: Paths<State>): Paths<State> {
    return paths;
  }
  /** Behind a loop. */
  protected behindLoop(_loop: ts.IterationStatement, paths: Paths<State>): Paths<State> {
    return paths;
  }
  /** The block of a `catch`, which exceptions of calls lead to: seen, but nothing goes on behind it. `paths`: before the `try`. */
  protected aside(_caught: ts.CatchClause, _paths: Paths<State>): void {}
  /** Is there nothing in a node that the subclass would hear of? */
  protected isQuiet(_node: ts.Node): boolean {
    return false;
  }
  /** The value of a condition on a path, as far as the subclass knows it. */
  protected truth(_condition: ts.Expression, _state: State): boolean | undefined {
    return undefined;
  }
  /** Whether two expressions are equal on a path, as far as the subclass knows it. */
  protected equality(_left: ts.Expression, _right: ts.Expression, _state: State): boolean | undefined {
    return undefined;
  }
  /** Behind a block. */
  protected leave(_block: ts.Block, paths: Paths<State>): Paths<State> {
    return paths;
  }

  /** @throws {TooManyPaths} */
  protected pathsOf(states: Iterable<State>): Paths<State> {
    const found = new Map<string, State>();
    for (const state of states) found.set(this.keyOf(state), state);
    if (found.size > mostStates) throw new TooManyPaths();
    return found;
  }

  protected union(...all: readonly Paths<State>[]): Paths<State> {
    const some = all.filter(({ size }) => size > 0);
    if (some.length < 2) return some[0] ?? new Map();
    const found = new Map(some.flatMap((paths) => [...paths]));
    if (found.size > mostStates) throw new TooManyPaths();
    return found;
  }

  /** The ways out of a body. @throws {TooManyPaths} */
  protected exitsFrom(fn: ts.SignatureDeclaration | ts.SourceFile, from: Paths<State>): readonly Exit<State>[] {
    const { compiler } = this.parsed;
    if (compiler.isSourceFile(fn)) return this.exits(this.list(fn.statements, from));
    const body = "body" in fn ? fn.body : undefined;
    if (!body) return [];
    if (compiler.isBlock(body)) return this.exits(this.list(body.statements, from));
    return [{ at: body, paths: this.value(body, from) }];
  }

  private exits({ normal, jumps }: Completion<State>): readonly Exit<State>[] {
    const returns = jumps.filter(({ kind }) => kind === "return").map(({ at, paths }) => ({ at, paths }));
    return [...returns, { paths: normal }];
  }

  protected list(statements: readonly ts.Statement[], from: Paths<State>): Completion<State> {
    let normal = from;
    const jumps: Jump<State>[] = [];
    for (const statement of statements) {
      const completion = this.statement(statement, normal);
      normal = completion.normal;
      jumps.push(...completion.jumps);
    }
    return { normal, jumps };
  }

  private statement(node: ts.Statement, from: Paths<State>, labels: readonly string[] = []): Completion<State> {
    const { compiler } = this.parsed;
    if (from.size === 0) return { normal: from, jumps: [] };
    if (compiler.isBlock(node)) {
      const { normal, jumps } = this.list(node.statements, from);
      return { normal: this.leave(node, normal), jumps };
    }
    if (compiler.isIfStatement(node)) return this.choice(node, from);
    if (compiler.isReturnStatement(node)) {
      const paths = this.behind(node, node.expression ? this.value(node.expression, from) : from);
      return { normal: none(), jumps: [{ kind: "return", at: node, paths }] };
    }
    if (compiler.isThrowStatement(node)) {
      const paths = this.value(node.expression, from);
      return { normal: none(), jumps: this.followsThrows ? [{ kind: "throw", at: node, paths }] : [] };
    }
    if (compiler.isBreakStatement(node) || compiler.isContinueStatement(node)) {
      const kind = compiler.isBreakStatement(node) ? "break" : "continue";
      return { normal: none(), jumps: [{ kind, at: node, paths: from, ...(node.label ? { label: node.label.text } : {}) }] };
    }
    if (compiler.isLabeledStatement(node)) return this.labelled(node, from, labels);
    if (compiler.isSwitchStatement(node)) return this.switch(node, from);
    if (compiler.isTryStatement(node)) return this.try(node, from);
    if (compiler.isIterationStatement(node, false)) return this.loop(node, from, labels);
    if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node)) return { normal: from, jumps: [] };
    return { normal: this.value(node, from), jumps: [] };
  }

  private choice(node: ts.IfStatement, from: Paths<State>): Completion<State> {
    const { yes, no } = this.condition(node.expression, from);
    const then = this.statement(node.thenStatement, yes);
    const otherwise = node.elseStatement ? this.statement(node.elseStatement, no) : { normal: no, jumps: [] };
    return { normal: this.union(then.normal, otherwise.normal), jumps: [...then.jumps, ...otherwise.jumps] };
  }

  private labelled(node: ts.LabeledStatement, from: Paths<State>, labels: readonly string[]): Completion<State> {
    const label = node.label.text;
    return this.caught(this.statement(node.statement, from, [...labels, label]), (jump) => jump.kind === "break" && jump.label === label);
  }

  private switch(node: ts.SwitchStatement, from: Paths<State>): Completion<State> {
    const { compiler } = this.parsed;
    const entry = this.value(node.expression, from);
    const { clauses } = node.caseBlock;
    let normal: Paths<State> = none();
    // Paths that no case so far has taken for sure.
    let waiting = entry;
    const unmatched = this.pathsOf(
      [...entry.values()].filter(
        (state) => !clauses.some((one) => compiler.isCaseClause(one) && this.equality(node.expression, one.expression, state)),
      ),
    );
    const jumps: Jump<State>[] = [];
    for (const clause of clauses) {
      const equalities = new Map(
        [...waiting.values()].map((state) => [
          state,
          compiler.isCaseClause(clause) ? this.equality(node.expression, clause.expression, state) : undefined,
        ]),
      );
      const taken = compiler.isCaseClause(clause)
        ? this.pathsOf([...waiting.values()].filter((state) => equalities.get(state) !== false))
        : unmatched;
      waiting = this.pathsOf([...waiting.values()].filter((state) => equalities.get(state) !== true));
      const completion = this.list(clause.statements, this.union(normal, taken));
      normal = completion.normal;
      jumps.push(...completion.jumps);
    }
    const hasDefault = clauses.some((clause) => compiler.isDefaultClause(clause));
    const breaks = jumps.filter(isPlain("break"));
    // Where each case leaves the function, the cases are probably all there are: only types could tell.
    const isExhaustive = hasDefault || (clauses.length > 0 && breaks.length === 0 && normal.size === 0);
    return this.caught({ normal: isExhaustive ? normal : this.union(normal, waiting), jumps }, isPlain("break"));
  }

  private try(node: ts.TryStatement, from: Paths<State>): Completion<State> {
    const { normal, jumps } = this.caughtThrows(node, this.list(node.tryBlock.statements, from));
    if (node.catchClause) this.aside(node.catchClause, from);
    if (!node.finallyBlock) return { normal, jumps };
    const { statements } = node.finallyBlock;
    const after = this.list(statements, normal);
    const passed = jumps.flatMap((jump) => {
      const completion = this.list(statements, jump.paths);
      return [...(completion.normal.size > 0 ? [{ ...jump, paths: completion.normal }] : []), ...completion.jumps];
    });
    return { normal: after.normal, jumps: [...after.jumps, ...passed] };
  }

  private caughtThrows({ catchClause }: ts.TryStatement, completion: Completion<State>): Completion<State> {
    const thrown = completion.jumps.filter(({ kind }) => kind === "throw");
    if (!catchClause || thrown.length === 0) return completion;
    const handled = this.list(catchClause.block.statements, this.union(...thrown.map(({ paths }) => paths)));
    const rest = completion.jumps.filter(({ kind }) => kind !== "throw");
    return { normal: this.union(completion.normal, handled.normal), jumps: [...rest, ...handled.jumps] };
  }

  private loop(node: ts.IterationStatement, from: Paths<State>, labels: readonly string[]): Completion<State> {
    const { compiler } = this.parsed;
    const isOwn =
      (kind: Jump<State>["kind"]) =>
      (jump: Jump<State>): boolean =>
        jump.kind === kind && (jump.label === undefined || labels.includes(jump.label));
    let fresh = this.round(node, this.enter(node, this.beforeLoop(node, from)));
    let seen: Paths<State> = none();
    let left: Paths<State> = none();
    const jumps: Jump<State>[] = [];
    let isFirst = true;
    while (fresh.size > 0) {
      seen = this.union(seen, fresh);
      const entered = compiler.isDoStatement(node) && isFirst ? { yes: fresh, no: none<State>() } : this.test(node, fresh);
      isFirst = false;
      const body = this.caught(this.statement(node.statement, entered.yes), isOwn("continue"));
      const broken = this.caught({ normal: none(), jumps: body.jumps }, isOwn("break"));
      left = this.union(left, entered.no, broken.normal);
      jumps.push(...broken.jumps);
      const next = compiler.isForStatement(node) && node.incrementor ? this.value(node.incrementor, body.normal) : body.normal;
      const again = this.round(node, next);
      fresh = new Map([...again].filter(([key]) => !seen.has(key)));
      if (compiler.isDoStatement(node)) left = this.union(left, this.test(node, next).no);
    }
    return { normal: this.behindLoop(node, left), jumps };
  }

  private beforeLoop(node: ts.IterationStatement, from: Paths<State>): Paths<State> {
    const { compiler } = this.parsed;
    if (compiler.isForStatement(node)) return node.initializer ? this.value(node.initializer, from) : from;
    return compiler.isForInStatement(node) || compiler.isForOfStatement(node) ? this.value(node.expression, from) : from;
  }

  /** Is there another round? */
  private test(node: ts.IterationStatement, paths: Paths<State>): Fork<State> {
    const { compiler } = this.parsed;
    if (compiler.isForStatement(node)) return node.condition ? this.condition(node.condition, paths) : { yes: paths, no: none() };
    if (compiler.isWhileStatement(node) || compiler.isDoStatement(node)) return this.condition(node.expression, paths);
    const entered = this.behind(node, paths);
    return { yes: entered, no: paths };
  }

  private condition(node: ts.Expression, from: Paths<State>): Fork<State> {
    const { compiler } = this.parsed;
    const { SyntaxKind } = compiler;
    if (compiler.isParenthesizedExpression(node)) return this.condition(node.expression, from);
    if (node.kind === SyntaxKind.TrueKeyword) return { yes: from, no: none() };
    if (node.kind === SyntaxKind.FalseKeyword) return { yes: none(), no: from };
    if (compiler.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
      const { yes, no } = this.condition(node.operand, from);
      return { yes: no, no: yes };
    }
    if (compiler.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken) {
      const left = this.condition(node.left, from);
      const right = this.condition(node.right, left.yes);
      return { yes: right.yes, no: this.union(left.no, right.no) };
    }
    if (compiler.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.BarBarToken) {
      const left = this.condition(node.left, from);
      const right = this.condition(node.right, left.no);
      return { yes: this.union(left.yes, right.yes), no: right.no };
    }
    return this.decide(node, this.value(node, from));
  }

  private decide(node: ts.Expression, paths: Paths<State>): Fork<State> {
    const fact = this.fact(node);
    const yes: State[] = [];
    const no: State[] = [];
    for (const state of paths.values()) {
      const known = this.truth(node, state);
      const whenTrue = known === false ? undefined : fact === undefined ? state : this.assume(state, fact, true);
      const whenFalse = known === true ? undefined : fact === undefined ? state : this.assume(state, fact, false);
      if (whenTrue !== undefined) yes.push(whenTrue);
      if (whenFalse !== undefined) no.push(whenFalse);
    }
    return { yes: this.pathsOf(yes), no: this.pathsOf(no) };
  }

  private fact(node: ts.Expression): string | undefined {
    if (!this.facts.has(node)) this.facts.set(node, factOf(this.parsed, node));
    return this.facts.get(node);
  }

  /** The paths behind an expression, or behind a statement that only consists of expressions. */
  protected value(node: ts.Node, from: Paths<State>): Paths<State> {
    const { compiler } = this.parsed;
    if (from.size === 0 || compiler.isFunctionLike(node) || compiler.isClassLike(node) || compiler.isTypeNode(node)) return from;
    if (this.isQuiet(node)) return from;
    if (compiler.isConditionalExpression(node)) {
      const { yes, no } = this.condition(node.condition, from);
      return this.union(this.value(node.whenTrue, yes), this.value(node.whenFalse, no));
    }
    if (compiler.isBinaryExpression(node) && this.isLogical(node)) {
      const isNullish = node.operatorToken.kind === compiler.SyntaxKind.QuestionQuestionToken;
      if (isNullish) {
        const left = this.value(node.left, from);
        return this.union(left, this.value(node.right, left));
      }
      const { yes, no } = this.condition(node, from);
      return this.union(yes, no);
    }
    let paths = from;
    compiler.forEachChild(node, (child) => {
      paths = this.value(child, paths);
    });
    return this.behind(node, paths);
  }

  private isLogical({ operatorToken }: ts.BinaryExpression): boolean {
    const { SyntaxKind } = this.parsed.compiler;
    return [SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken].some(
      (kind) => kind === operatorToken.kind,
    );
  }

  /** Jumps that end here go on behind. */
  private caught({ normal, jumps }: Completion<State>, ends: (jump: Jump<State>) => boolean): Completion<State> {
    const going = jumps.filter(ends).map(({ paths }) => paths);
    return { normal: this.union(normal, ...going), jumps: jumps.filter((jump) => !ends(jump)) };
  }
}

const none = <State>(): Paths<State> => new Map();

const isPlain =
  (kind: "break" | "continue") =>
  (jump: { readonly kind: string; readonly label?: string }): boolean =>
    jump.kind === kind && jump.label === undefined;
