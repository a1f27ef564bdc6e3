import { Builder, Label } from "./builder.ts";
import type { FunctionScope, ScopeInfo, Scopes } from "./scopes.ts";
import type { Node } from "./syntax.ts";

/** What surrounds the code at hand and is left by `break`, `continue` and `return`. */
export type Control =
  /** `end`: where `break` goes, `next`: where `continue` goes. "" among the labels: also without one. */
  | { readonly kind: "jump"; readonly labels: readonly string[]; readonly end: Label | undefined; readonly next: Label | undefined }
  | {
      readonly kind: "finally";
      readonly depth: number;
      readonly state: number;
      readonly value: number;
      readonly entry: Label;
      readonly exits: Exit[];
    }
  | { readonly kind: "iterator"; readonly depth: number; readonly close: () => void };

/** A way out of a `try` with `finally`. */
export type Exit = { readonly kind: "return" } | { readonly kind: "jump"; readonly target: Label };

/** How the parts of the language are compiled: they need each other, and files must not. */
export interface Language {
  /** The value is in the register that is answered: `into` if given, else anywhere (perhaps a variable's own register). */
  expression(compiler: FunctionCompiler, node: Node, into: number | undefined): number;
  statement(compiler: FunctionCompiler, node: Node): void;
  /** Goes to `label` if the truth of `test` is `when`. */
  condition(compiler: FunctionCompiler, test: Node, label: Label, when: boolean): void;
}

/** What is the same for all functions of a module. */
export interface ModuleContext {
  readonly language: Language;
  readonly scopes: Scopes;
  readonly source: string;
  readonly isOurs: boolean;
  /** Do messages name what is called? */
  readonly namesCalls: boolean;
  /** May free identifiers that begin with "$" name intrinsics? */
  isIntrinsic(name: string): boolean;
}

/** Compiles one function. */
export class FunctionCompiler extends Builder {
  readonly module: ModuleContext;
  readonly function: FunctionScope;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Where names are looked up now. */
  scope: ScopeInfo;
  readonly control: Control[] = [];
  /** Where an optional chain ends that turned out to be undefined. */
  chain: Label | undefined = undefined;
  /** Labels that stand right before the statement to come. */
  labels: readonly string[] = [];
  /** Names of the language's own use: a nameless function's or class's name. */
  name = "";
  /** A class's constructor: the class has fields to set. */
  hasFields = false;
  /** Registers of scopes at run time. */
  readonly scopeRegisters = new Map<ScopeInfo, number>();
  readonly #variables = new Set<number>();

  constructor(module: ModuleContext, scope: FunctionScope, isAsync: boolean, isGenerator: boolean) {
    super();
    this.module = module;
    this.function = scope;
    this.scope = scope;
    this.isAsync = isAsync;
    this.isGenerator = isGenerator;
  }

  /** A register for a variable: expressions are not built up in it, because they may still read it. */
  variable(): number {
    const register = this.register();
    this.#variables.add(register);
    return register;
  }

  /** The register holds a variable from now on. */
  asVariable(register: number): void {
    this.#variables.add(register);
  }

  noVariable(register: number): void {
    this.#variables.delete(register);
  }

  isVariable(register: number): boolean {
    return this.#variables.has(register);
  }

  label(): Label {
    return new Label();
  }

  /** Goes to `label` if the value of `test` is falsy. */
  jumpUnless(test: Node, label: Label): void {
    this.module.language.condition(this, test, label, false);
  }

  /** Goes to `label` if the value of `test` is truthy. */
  jumpIf(test: Node, label: Label): void {
    this.module.language.condition(this, test, label, true);
  }

  statement(node: Node): void {
    this.scratch(() => this.module.language.statement(this, node));
  }

  /** The value of `node`, in any register. */
  evaluate(node: Node): number {
    return this.module.language.expression(this, node, undefined);
  }

  /** The value of `node` in the register `into`. */
  evaluateInto(node: Node, into: number): number {
    if (!this.isVariable(into) || !isBuiltUp(node)) return this.module.language.expression(this, node, into);
    return this.scratch(() => {
      const value = this.register();
      this.module.language.expression(this, node, value);
      this.move(into, value);
      return into;
    });
  }

  /** The value of a nameless function or class gets the name of its variable or property. */
  evaluateNamed(node: Node, name: string, into: number): number {
    if (!isNameless(node)) return this.evaluateInto(node, into);
    this.name = name;
    const result = this.evaluateInto(node, into);
    this.name = "";
    return result;
  }

  /** The value of `node` in a new register at the end of those in use. */
  push(node: Node): number {
    return this.evaluateInto(node, this.register());
  }
}

/** Its register is written before all its parts have been evaluated. */
function isBuiltUp(node: Node): boolean {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
  switch (node.type) {
    case "ArrayExpression":
    case "ObjectExpression":
    case "ClassExpression":
    case "LogicalExpression":
    case "ChainExpression":
    case "YieldExpression":
    case "AssignmentExpression":
    case "UpdateExpression":
      return true;
    default:
      return false;
  }
}

/** A function or class without a name of its own. */
export function isNameless(node: Node): boolean {
  if (node.type === "ArrowFunctionExpression") return true;
  return (node.type === "FunctionExpression" || node.type === "ClassExpression") && !node.id;
}
