import type ts from "typescript";
import type { Parsed } from "../../core/source/parse.ts";
import { type Exit, type Paths, PathWalk } from "../../core/source/path-walk.ts";
import { type Suspension, suspensionAt } from "./awaits.ts";
import { type Bindings, libraryCall } from "./bindings.ts";
import { assume, begin, end, keyOf, type PathState, startOfPath } from "./path-states.ts";

/** Follows every path through one function and keeps which sections are open on it. */
export class SectionWalk extends PathWalk<PathState> {
  readonly bindings: Bindings;
  /** Some path ends a section that the function has begun. */
  hasPairs = false;
  /** Where the function is suspended while a section is open, by its begin. */
  readonly suspended = new Map<ts.CallExpression, Suspension[]>();

  constructor(parsed: Parsed, bindings: Bindings) {
    super(parsed);
    this.bindings = bindings;
  }

  /** @throws {TooManyPaths} */
  exitsOf(fn: ts.SignatureDeclaration | ts.SourceFile): readonly Exit<PathState>[] {
    return this.exitsFrom(fn, this.pathsOf([startOfPath]));
  }

  protected override keyOf = keyOf;
  protected override assume = assume;

  protected override behind(node: ts.Node, paths: Paths<PathState>): Paths<PathState> {
    this.suspend(node, paths);
    return this.parsed.compiler.isCallExpression(node) ? this.call(node, paths) : paths;
  }

  private call(node: ts.CallExpression, paths: Paths<PathState>): Paths<PathState> {
    const states = [...paths.values()];
    const called = libraryCall(this.parsed, this.bindings, node);
    if (called === "beginCritical") return this.pathsOf(states.map((state) => begin(state, node)));
    if (called === "endCritical") {
      if (states.some(({ open }) => open.length > 0)) this.hasPairs = true;
      return this.pathsOf(states.map(end));
    }
    const isEnd = /^process\s*\.\s*exit$/.test(node.expression.getText(this.parsed.source));
    return isEnd ? new Map() : paths;
  }

  private suspend(node: ts.Node, paths: Paths<PathState>): void {
    const suspension = suspensionAt(this.parsed, node);
    if (!suspension) return;
    for (const { open } of paths.values()) {
      const [outermost] = open;
      if (!outermost) continue;
      const known = this.suspended.get(outermost) ?? [];
      if (!known.some(({ start }) => start === suspension.start)) known.push(suspension);
      this.suspended.set(outermost, known);
    }
  }
}
