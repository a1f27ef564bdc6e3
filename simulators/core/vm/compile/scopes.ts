import type { FunctionKind } from "../code.ts";
import type { Node } from "./syntax.ts";

/**
 * How a variable is declared. `pseudo`: `this`, `arguments`, `new.target` and the function itself, which inner arrow functions share;
 * `hidden`: what a class keeps for its field initialisers (keys, private methods), and its private names.
 */
export type BindingKind =
  | "var"
  | "let"
  | "const"
  | "class"
  | "function"
  | "parameter"
  | "catch"
  | "import"
  | "functionName"
  | "pseudo"
  | "hidden";

/** A variable of the program. */
export class Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly scope: ScopeInfo;
  /** Offset from which on, in the text of its own function, it is certainly initialised. */
  declaredEnd = 0;
  /** An inner function uses it: it lives in a scope, not in a register. */
  isCaptured = false;
  /** Assigned somewhere apart from its one initialisation. */
  isReassigned = false;
  /** Declarations with a value of a `var`. */
  initialisations = 0;
  /** Some use may come before its initialisation. */
  needsHole = false;
  /** Declared directly in a `switch`, where a case may be jumped over. */
  isInSwitch = false;
  /** Where the code keeps it: a register, or a slot of its scope. */
  register = -1;
  slot = -1;
  /** Of a private method: what V8 says when an object does not have it. */
  missing: string | undefined = undefined;
  /** Of an import: `name` of `module`; "*" is the module itself. */
  imported: { readonly module: string; readonly name: string } | undefined = undefined;

  constructor(name: string, kind: BindingKind, scope: ScopeInfo) {
    this.name = name;
    this.kind = kind;
    this.scope = scope;
  }

  /** Before its initialisation it cannot be used at all. */
  get isLexical(): boolean {
    return this.kind === "let" || this.kind === "const" || this.kind === "class" || this.name === "this";
  }

  /** Reads need no access: no thread can see it change. */
  get isConstant(): boolean {
    return !this.isReassigned && this.initialisations <= 1;
  }
}

/** A region of the program with variables of its own. */
export class ScopeInfo {
  readonly parent: ScopeInfo | undefined;
  /** The function (or module) whose code it belongs to; a function's own scope: itself. */
  readonly function: FunctionScope;
  readonly bindings = new Map<string, Binding>();
  /** Where `var` goes: a function's body. */
  readonly takesVars: boolean;

  constructor(parent: ScopeInfo | undefined, owner: FunctionScope | undefined, takesVars: boolean) {
    this.parent = parent;
    this.takesVars = takesVars;
    this.function = owner ?? (this as unknown as FunctionScope);
  }

  declare(name: string, kind: BindingKind): Binding {
    const known = this.bindings.get(name);
    if (known !== undefined) return known;
    const binding = new Binding(name, kind, this);
    this.bindings.set(name, binding);
    return binding;
  }

  /** Variables that inner functions use: they live in a scope at run time. */
  captured(): readonly Binding[] {
    return [...this.bindings.values()].filter((binding) => binding.isCaptured && binding.imported === undefined);
  }

  find(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.parent?.find(name);
  }
}

/** The outermost scope of a function: its parameters. */
export class FunctionScope extends ScopeInfo {
  readonly kind: FunctionKind;
  /** Where the text of the function begins. */
  readonly start: number;

  constructor(parent: ScopeInfo | undefined, kind: FunctionKind, start: number, takesVars: boolean) {
    super(parent, undefined, takesVars);
    this.kind = kind;
    this.start = start;
  }

  /** Has `this` and `arguments` of its own. */
  get bindsThis(): boolean {
    return this.kind !== "arrow";
  }
}

/** What belongs to a class beside its own scope. */
export interface ClassScopes {
  /** Its name and its private names. */
  readonly scope: ScopeInfo;
  /** The function that sets the fields of a new instance. */
  readonly fields: FunctionScope;
  /** The function that runs static fields and blocks. */
  readonly statics: FunctionScope;
}

/** What the analysis of a module found. */
export interface Scopes {
  readonly module: FunctionScope;
  /** By node: functions, blocks, loops, catch clauses, switches. */
  readonly of: ReadonlyMap<Node, ScopeInfo>;
  /** Bodies that have a scope of their own beside the parameters' one. */
  readonly bodies: ReadonlyMap<Node, ScopeInfo>;
  readonly classes: ReadonlyMap<Node, ClassScopes>;
}
