import type ts from "typescript";
import { type Suspension, suspensionAt } from "./awaits.ts";
import { type Bindings, libraryCall } from "./bindings.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { assume, begin, end, noPaths, type PathStates, startOfPaths, statesOf, union, without } from "./path-states.ts";
import { factOf } from "./path-facts.ts";

/** A way out of a function; without `at` it is the end of the body. */
export interface Exit {
  readonly at?: ts.Node;
  readonly states: PathStates;
}

/** A statement was left by `return`, `break` or `continue`. */
interface Jump {
  readonly kind: "return" | "break" | "continue";
  readonly label?: string;
  readonly at: ts.Node;
  readonly states: PathStates;
}

/** How a statement ends: by going on, or by jumps. Exceptions are left aside. */
interface Completion {
  readonly normal: PathStates;
  readonly jumps: readonly Jump[];
}

/** Follows every path through one function and keeps which sections are open on it. */
export class PathWalk {
  readonly parsed: Parsed;
  readonly bindings: Bindings;
  /** Some path ends a section that the function has begun. */
  hasPairs = false;
  /** Where the function is suspended while a section is open, by its begin. */
  readonly suspended = new Map<ts.CallExpression, Suspension[]>();

  constructor(parsed: Parsed, bindings: Bindings) {
    this.parsed = parsed;
    this.bindings = bindings;
  }

  /** @throws {TooManyPaths} */
  exitsOf(fn: ts.SignatureDeclaration | ts.SourceFile): readonly Exit[] {
    const { compiler } = this.parsed;
    if (compiler.isSourceFile(fn)) return this.exits(this.list(fn.statements, startOfPaths));
    const body = "body" in fn ? fn.body : undefined;
    if (!body) return [];
    if (compiler.isBlock(body)) return this.exits(this.list(body.statements, startOfPaths));
    return [{ at: body, states: this.value(body, startOfPaths) }];
  }

  private exits({ normal, jumps }: Completion): readonly Exit[] {
    const returns = jumps.filter(({ kind }) => kind === "return").map(({ at, states }) => ({ at, states }));
    return [...returns, { states: normal }];
  }

  private list(statements: readonly ts.Statement[], from: PathStates): Completion {
    let normal = from;
    const jumps: Jump[] = [];
    for (const statement of statements) {
      const completion = this.statement(statement, normal);
      normal = completion.normal;
      jumps.push(...completion.jumps);
    }
    return { normal, jumps };
  }

  private statement(node: ts.Statement, from: PathStates, labels: readonly string[] = []): Completion {
    const { compiler } = this.parsed;
    if (from.size === 0) return { normal: noPaths, jumps: [] };
    if (compiler.isBlock(node)) return this.list(node.statements, from);
    if (compiler.isIfStatement(node)) return this.choice(node, from);
    if (compiler.isReturnStatement(node)) {
      return { normal: noPaths, jumps: [{ kind: "return", at: node, states: node.expression ? this.value(node.expression, from) : from }] };
    }
    if (compiler.isThrowStatement(node)) {
      this.value(node.expression, from);
      return { normal: noPaths, jumps: [] };
    }
    if (compiler.isBreakStatement(node) || compiler.isContinueStatement(node)) {
      const kind = compiler.isBreakStatement(node) ? "break" : "continue";
      return { normal: noPaths, jumps: [{ kind, at: node, states: from, ...(node.label ? { label: node.label.text } : {}) }] };
    }
    if (compiler.isLabeledStatement(node)) return this.labelled(node, from, labels);
    if (compiler.isSwitchStatement(node)) return this.switch(node, from);
    if (compiler.isTryStatement(node)) return this.try(node, from);
    if (compiler.isIterationStatement(node, false)) return this.loop(node, from, labels);
    if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node)) return { normal: from, jumps: [] };
    return { normal: this.value(node, from), jumps: [] };
  }

  private choice(node: ts.IfStatement, from: PathStates): Completion {
    const { yes, no } = this.condition(node.expression, from);
    const then = this.statement(node.thenStatement, yes);
    const otherwise = node.elseStatement ? this.statement(node.elseStatement, no) : { normal: no, jumps: [] };
    return { normal: union(then.normal, otherwise.normal), jumps: [...then.jumps, ...otherwise.jumps] };
  }

  private labelled(node: ts.LabeledStatement, from: PathStates, labels: readonly string[]): Completion {
    const label = node.label.text;
    return caught(this.statement(node.statement, from, [...labels, label]), (jump) => jump.kind === "break" && jump.label === label);
  }

  private switch(node: ts.SwitchStatement, from: PathStates): Completion {
    const { compiler } = this.parsed;
    const entry = this.value(node.expression, from);
    const { clauses } = node.caseBlock;
    let normal: PathStates = noPaths;
    const jumps: Jump[] = [];
    for (const clause of clauses) {
      const completion = this.list(clause.statements, union(normal, entry));
      normal = completion.normal;
      jumps.push(...completion.jumps);
    }
    const hasDefault = clauses.some((clause) => compiler.isDefaultClause(clause));
    const breaks = jumps.filter(isPlain("break"));
    // Where each case leaves the function, the cases are probably all there are: only types could tell.
    const isExhaustive = hasDefault || (clauses.length > 0 && breaks.length === 0 && normal.size === 0);
    return caught({ normal: isExhaustive ? normal : union(normal, entry), jumps }, isPlain("break"));
  }

  /** Paths through a `catch` begin with an exception: they are left aside. */
  private try(node: ts.TryStatement, from: PathStates): Completion {
    const { normal, jumps } = this.list(node.tryBlock.statements, from);
    if (!node.finallyBlock) return { normal, jumps };
    const { statements } = node.finallyBlock;
    const after = this.list(statements, normal);
    const passed = jumps.flatMap((jump) => {
      const completion = this.list(statements, jump.states);
      return [...(completion.normal.size > 0 ? [{ ...jump, states: completion.normal }] : []), ...completion.jumps];
    });
    return { normal: after.normal, jumps: [...after.jumps, ...passed] };
  }

  private loop(node: ts.IterationStatement, from: PathStates, labels: readonly string[]): Completion {
    const { compiler } = this.parsed;
    const isOwn = (kind: Jump["kind"]) => (jump: Jump) => jump.kind === kind && (jump.label === undefined || labels.includes(jump.label));
    let fresh = this.beforeLoop(node, from);
    let seen: PathStates = noPaths;
    let left: PathStates = noPaths;
    const jumps: Jump[] = [];
    let isFirst = true;
    while (fresh.size > 0) {
      seen = union(seen, fresh);
      const entered = compiler.isDoStatement(node) && isFirst ? { yes: fresh, no: noPaths } : this.test(node, fresh);
      isFirst = false;
      const body = caught(this.statement(node.statement, entered.yes), isOwn("continue"));
      const broken = caught({ normal: noPaths, jumps: body.jumps }, isOwn("break"));
      left = union(left, entered.no, broken.normal);
      jumps.push(...broken.jumps);
      const next = compiler.isForStatement(node) && node.incrementor ? this.value(node.incrementor, body.normal) : body.normal;
      fresh = without(next, seen);
      if (compiler.isDoStatement(node)) left = union(left, this.test(node, next).no);
    }
    return { normal: left, jumps };
  }

  private beforeLoop(node: ts.IterationStatement, from: PathStates): PathStates {
    const { compiler } = this.parsed;
    if (compiler.isForStatement(node)) return node.initializer ? this.value(node.initializer, from) : from;
    return compiler.isForInStatement(node) || compiler.isForOfStatement(node) ? this.value(node.expression, from) : from;
  }

  /** Is there another round? */
  private test(node: ts.IterationStatement, states: PathStates): Fork {
    const { compiler } = this.parsed;
    if (compiler.isForStatement(node)) return node.condition ? this.condition(node.condition, states) : { yes: states, no: noPaths };
    if (compiler.isWhileStatement(node) || compiler.isDoStatement(node)) return this.condition(node.expression, states);
    this.suspend(node, states);
    return { yes: states, no: states };
  }

  private condition(node: ts.Expression, from: PathStates): Fork {
    const { compiler } = this.parsed;
    const { SyntaxKind } = compiler;
    if (compiler.isParenthesizedExpression(node)) return this.condition(node.expression, from);
    if (node.kind === SyntaxKind.TrueKeyword) return { yes: from, no: noPaths };
    if (node.kind === SyntaxKind.FalseKeyword) return { yes: noPaths, no: from };
    if (compiler.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
      const { yes, no } = this.condition(node.operand, from);
      return { yes: no, no: yes };
    }
    if (compiler.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken) {
      const left = this.condition(node.left, from);
      const right = this.condition(node.right, left.yes);
      return { yes: right.yes, no: union(left.no, right.no) };
    }
    if (compiler.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.BarBarToken) {
      const left = this.condition(node.left, from);
      const right = this.condition(node.right, left.no);
      return { yes: union(left.yes, right.yes), no: right.no };
    }
    const fact = factOf(this.parsed, node);
    if (fact !== undefined) return { yes: assume(from, fact, true), no: assume(from, fact, false) };
    const after = this.value(node, from);
    return { yes: after, no: after };
  }

  /** The paths behind an expression, or behind a statement that only consists of expressions. */
  private value(node: ts.Node, from: PathStates): PathStates {
    const { compiler } = this.parsed;
    if (from.size === 0 || compiler.isFunctionLike(node) || compiler.isClassLike(node) || compiler.isTypeNode(node)) return from;
    if (compiler.isConditionalExpression(node)) {
      const { yes, no } = this.condition(node.condition, from);
      return union(this.value(node.whenTrue, yes), this.value(node.whenFalse, no));
    }
    if (compiler.isBinaryExpression(node) && this.isLogical(node)) {
      const left = this.value(node.left, from);
      const isNullish = node.operatorToken.kind === compiler.SyntaxKind.QuestionQuestionToken;
      if (isNullish) return union(left, this.value(node.right, left));
      const { yes, no } = this.condition(node, from);
      return union(yes, no);
    }
    let states = from;
    compiler.forEachChild(node, (child) => {
      states = this.value(child, states);
    });
    this.suspend(node, states);
    return compiler.isCallExpression(node) ? this.call(node, states) : states;
  }

  private isLogical({ operatorToken }: ts.BinaryExpression): boolean {
    const { SyntaxKind } = this.parsed.compiler;
    return [SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken].some(
      (kind) => kind === operatorToken.kind,
    );
  }

  private call(node: ts.CallExpression, states: PathStates): PathStates {
    const called = libraryCall(this.parsed, this.bindings, node);
    if (called === "beginCritical") return begin(states, node);
    if (called === "endCritical") {
      if ([...states.values()].some(({ open }) => open.length > 0)) this.hasPairs = true;
      return end(states);
    }
    const isEnd = /^process\s*\.\s*exit$/.test(node.expression.getText(this.parsed.source));
    return isEnd ? statesOf([]) : states;
  }

  private suspend(node: ts.Node, states: PathStates): void {
    const suspension = suspensionAt(this.parsed, node);
    if (!suspension) return;
    for (const { open } of states.values()) {
      const [outermost] = open;
      if (!outermost) continue;
      const known = this.suspended.get(outermost) ?? [];
      if (!known.some(({ start }) => start === suspension.start)) known.push(suspension);
      this.suspended.set(outermost, known);
    }
  }
}

interface Fork {
  readonly yes: PathStates;
  readonly no: PathStates;
}

/** Jumps that end here go on behind. */
function caught({ normal, jumps }: Completion, ends: (jump: Jump) => boolean): Completion {
  return { normal: union(normal, ...jumps.filter(ends).map(({ states }) => states)), jumps: jumps.filter((jump) => !ends(jump)) };
}

const isPlain = (kind: Jump["kind"]) => (jump: Jump) => jump.kind === kind && jump.label === undefined;
