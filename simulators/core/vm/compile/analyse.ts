import type { FunctionKind } from "../code.ts";
import { References } from "./references.ts";
import { type ClassScopes, FunctionScope, ScopeInfo, type Scopes } from "./scopes.ts";
import { type acorn, boundNames, childrenOf, type ClassNode, type FunctionNode, type Node } from "./syntax.ts";

/** Finds the variables of a module: where they are declared, whether inner functions use them, whether they change. */
export function analyse(program: acorn.Program): Scopes {
  const analyser = new Analyser();
  analyser.program(program);
  return { module: analyser.module, of: analyser.of, bodies: analyser.bodies, classes: analyser.classes };
}

class Analyser {
  readonly module = new FunctionScope(undefined, "module", 0, true);
  readonly of = new Map<Node, ScopeInfo>();
  readonly bodies = new Map<Node, ScopeInfo>();
  readonly classes = new Map<Node, ClassScopes>();
  readonly #references = new References();
  #scope: ScopeInfo = this.module;
  /** Loops around the node within its function. */
  #loops = 0;

  program(program: acorn.Program): void {
    this.#hoist(program.body, this.module);
    for (const node of program.body) this.#visit(node);
    this.#references.resolve();
  }

  #visit(node: Node): void {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
    switch (node.type) {
      case "Identifier":
        return this.#refer(node.name, node.start, false);
      case "ThisExpression":
        return this.#refer("this", node.start, false);
      case "Super":
        this.#refer("%callee", node.start, false);
        return this.#refer("this", node.start, false);
      case "MetaProperty":
        if (node.meta.name === "new") this.#refer("new.target", node.start, false);
        return;
      case "MemberExpression":
        this.#visit(node.object);
        if (node.computed || node.property.type === "PrivateIdentifier") this.#visit(node.property);
        return;
      case "PrivateIdentifier":
        return this.#private(node.name, node.start);
      case "Property":
        if (node.computed) this.#visit(node.key);
        if (node.value.type === "FunctionExpression" && (node.method || node.kind !== "init")) {
          return this.#functionScope(node.value, methodKinds[node.kind]);
        }
        return this.#visit(node.value);
      case "CallExpression":
        if (node.callee.type === "Super") this.#refer("new.target", node.start, false);
        return this.#children(node);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#function(node, node.type === "ArrowFunctionExpression" ? "arrow" : "function");
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#class(node);
      case "BlockStatement":
        return this.#within(node, this.#block(), () => this.#body(node.body));
      case "SwitchStatement":
        return this.#switch(node);
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
        return this.#for(node);
      case "WhileStatement":
      case "DoWhileStatement":
        return this.#loop(() => this.#children(node));
      case "CatchClause":
        return this.#catch(node);
      case "VariableDeclaration":
        return this.#variables(node);
      case "AssignmentExpression":
        this.#assigned(node.left);
        return this.#visit(node.right);
      case "UpdateExpression":
        return this.#assigned(node.argument as acorn.Pattern);
      case "LabeledStatement":
        return this.#visit(node.body);
      case "BreakStatement":
      case "ContinueStatement":
      case "ImportDeclaration":
        return;
      case "ExportNamedDeclaration":
        return this.#export(node);
      default:
        this.#children(node);
    }
  }

  #children(node: Node): void {
    for (const child of childrenOf(node)) this.#visit(child);
  }

  #refer(name: string, position: number, isAssignment: boolean): void {
    this.#references.add(name, this.#scope, position, isAssignment);
  }

  /** A private name, and what its class keeps of a private method or accessor. */
  #private(name: string, position: number): void {
    this.#refer(`#${name}`, position, false);
  }

  /** Targets of an assignment; what they contain beside names is evaluated. */
  #assigned(pattern: acorn.Pattern): void {
    switch (pattern.type) {
      case "Identifier":
        return this.#refer(pattern.name, pattern.start, true);
      case "MemberExpression":
        return this.#visit(pattern);
      case "ObjectPattern":
        for (const property of pattern.properties) {
          if (property.type === "RestElement") this.#assigned(property.argument);
          else {
            if (property.computed) this.#visit(property.key);
            this.#assigned(property.value);
          }
        }
        return;
      case "ArrayPattern":
        for (const element of pattern.elements) if (element !== null) this.#assigned(element);
        return;
      case "RestElement":
        return this.#assigned(pattern.argument);
      case "AssignmentPattern":
        this.#assigned(pattern.left);
        return this.#visit(pattern.right);
    }
  }

  /** Default values and computed keys of a declaration's pattern. */
  #pattern(pattern: acorn.Pattern): void {
    if (pattern.type === "AssignmentPattern") {
      this.#pattern(pattern.left);
      this.#visit(pattern.right);
    } else if (pattern.type === "RestElement") this.#pattern(pattern.argument);
    else if (pattern.type === "ArrayPattern") {
      for (const element of pattern.elements) if (element !== null) this.#pattern(element);
    } else if (pattern.type === "ObjectPattern") {
      for (const property of pattern.properties) {
        if (property.type === "Property" && property.computed) this.#visit(property.key);
        this.#pattern(property.type === "RestElement" ? property.argument : property.value);
      }
    }
  }

  #variables(node: acorn.VariableDeclaration): void {
    for (const { id, init, end } of node.declarations) {
      for (const { name } of boundNames(id)) {
        const binding = this.#scope.find(name);
        if (binding === undefined) continue;
        if (node.kind !== "var") binding.declaredEnd = end;
        else if (init) binding.initialisations += this.#loops > 0 || binding.kind !== "var" ? 2 : 1;
      }
      this.#pattern(id);
      if (init) this.#visit(init);
    }
  }

  /** Declarations of a list of statements. */
  #hoist(statements: readonly Node[], scope: ScopeInfo): void {
    for (const statement of statements) {
      const node = statement.type === "ExportNamedDeclaration" && statement.declaration ? statement.declaration : statement;
      if (node.type === "ExportDefaultDeclaration") this.#hoistDefault(node, scope);
      else if (node.type === "ImportDeclaration") this.#import(node);
      else if (node.type === "FunctionDeclaration" && node.id !== null) {
        // The same name twice: the last one counts, but then it is not the only one.
        const binding = scope.declare(node.id.name, "function");
        if (binding.kind !== "function") binding.isReassigned = true;
      } else if (node.type === "ClassDeclaration" && node.id !== null) {
        scope.declare(node.id.name, "class").declaredEnd = node.end;
      } else if (node.type === "VariableDeclaration" && node.kind !== "var") {
        for (const name of node.declarations.flatMap(({ id }) => boundNames(id))) {
          scope.declare(name.name, node.kind === "let" ? "let" : "const").declaredEnd = node.end;
        }
      }
      if (scope.takesVars) hoistVars(node, scope);
    }
  }

  #hoistDefault(node: acorn.ExportDefaultDeclaration, scope: ScopeInfo): void {
    const { declaration } = node;
    const id = declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration" ? declaration.id : null;
    const binding = scope.declare(id?.name ?? "*default*", declaration.type === "FunctionDeclaration" ? "function" : "let");
    if (binding.isLexical) binding.declaredEnd = node.end;
  }

  #import(node: acorn.ImportDeclaration): void {
    const module = String(node.source.value);
    for (const specifier of node.specifiers) {
      const binding = this.module.declare(specifier.local.name, "import");
      binding.imported = { module, name: importedName(specifier) };
    }
  }

  #export(node: acorn.ExportNamedDeclaration): void {
    if (node.declaration) this.#visit(node.declaration);
    for (const { local } of node.specifiers) {
      const binding = this.module.bindings.get(local.type === "Identifier" ? local.name : String(local.value));
      if (binding !== undefined) binding.isCaptured = true;
    }
  }

  #block(): ScopeInfo {
    return new ScopeInfo(this.#scope, this.#scope.function, false);
  }

  #within(node: Node | undefined, scope: ScopeInfo, visit: () => void): void {
    const outer = this.#scope;
    if (node !== undefined) this.of.set(node, scope);
    this.#scope = scope;
    visit();
    this.#scope = outer;
  }

  #body(statements: readonly Node[]): void {
    this.#hoist(statements, this.#scope);
    for (const statement of statements) this.#visit(statement);
  }

  #loop(visit: () => void): void {
    this.#loops += 1;
    visit();
    this.#loops -= 1;
  }

  #switch(node: acorn.SwitchStatement): void {
    this.#visit(node.discriminant);
    this.#within(node, this.#block(), () => {
      this.#hoist(
        node.cases.flatMap((each) => each.consequent),
        this.#scope,
      );
      for (const binding of this.#scope.bindings.values()) binding.isInSwitch = true;
      for (const each of node.cases) this.#children(each);
    });
  }

  #for(node: acorn.ForStatement | acorn.ForInStatement | acorn.ForOfStatement): void {
    this.#within(node, this.#block(), () => {
      const head = node.type === "ForStatement" ? node.init : node.left;
      if (head?.type === "VariableDeclaration" && head.kind !== "var") this.#hoist([head], this.#scope);
      if (node.type !== "ForStatement") return this.#forEach(node);
      if (node.init) this.#visit(node.init);
      this.#loop(() => {
        if (node.test) this.#visit(node.test);
        if (node.update) this.#visit(node.update);
        this.#visit(node.body);
      });
    });
  }

  #forEach(node: acorn.ForInStatement | acorn.ForOfStatement): void {
    this.#loop(() => {
      if (node.left.type !== "VariableDeclaration") this.#assigned(node.left);
      else {
        this.#variables(node.left);
        for (const { id } of node.left.declarations) {
          for (const { name, start } of boundNames(id)) {
            if (node.left.kind === "var") this.#refer(name, start, true);
            else (this.#scope.find(name) as { declaredEnd: number }).declaredEnd = node.right.end;
          }
        }
      }
      this.#visit(node.right);
      this.#visit(node.body);
    });
  }

  #catch(node: acorn.CatchClause): void {
    this.#within(node, this.#block(), () => {
      if (node.param) {
        for (const { name } of boundNames(node.param)) this.#scope.declare(name, "catch");
        this.#pattern(node.param);
      }
      this.#visit(node.body);
    });
  }

  #function(node: FunctionNode, kind: FunctionKind): void {
    const { id } = node;
    if (node.type === "FunctionExpression" && id) {
      // The name of a function expression is a constant of its own, around it.
      const scope = this.#block();
      scope.declare(id.name, "functionName");
      return this.#within(undefined, scope, () => this.#functionScope(node, kind));
    }
    this.#functionScope(node, kind);
  }

  #functionScope(node: FunctionNode, kind: FunctionKind): void {
    const isSimple = node.params.every((parameter) => parameter.type === "Identifier");
    const scope = new FunctionScope(this.#scope, kind, node.start, isSimple);
    this.#inFunction(node, scope, () => {
      for (const parameter of node.params) {
        for (const { name } of boundNames(parameter)) scope.declare(name, "parameter").declaredEnd = isSimple ? 0 : parameter.end;
      }
      // A constructor of a derived class answers its `this`, written or not.
      if (kind === "derived") scope.declare("this", "pseudo").needsHole = true;
      for (const parameter of node.params) this.#pattern(parameter);
      if (node.body.type !== "BlockStatement") return this.#visit(node.body);
      const { body } = node.body;
      if (isSimple) return this.#body(body);
      // Default values see the parameters, but not what the body declares.
      const inner = new ScopeInfo(scope, scope, true);
      this.bodies.set(node, inner);
      this.#within(undefined, inner, () => this.#body(body));
    });
  }

  #inFunction(node: Node | undefined, scope: FunctionScope, visit: () => void): void {
    const loops = this.#loops;
    this.#loops = 0;
    this.#within(node, scope, visit);
    this.#loops = loops;
  }

  #class(node: ClassNode): void {
    const scope = this.#block();
    const fields = new FunctionScope(scope, "fields", node.body.start, true);
    const statics = new FunctionScope(scope, "fields", node.body.start, true);
    this.classes.set(node, { scope, fields, statics });
    this.#within(node, scope, () => {
      if (node.id) scope.declare(node.id.name, "const").declaredEnd = node.body.end;
      for (const member of node.body.body) declarePrivate(member, scope, node.id?.name ?? "anonymous");
      if (node.superClass) this.#visit(node.superClass);
      for (const member of node.body.body) this.#member(node, member, member.type !== "StaticBlock" && !member.static ? fields : statics);
    });
  }

  #member(node: ClassNode, member: acorn.ClassBody["body"][number], owner: FunctionScope): void {
    if (member.type === "StaticBlock") {
      return this.#inFunction(undefined, owner, () =>
        this.#within(member, new ScopeInfo(owner, owner, true), () => this.#body(member.body)),
      );
    }
    if (member.computed) this.#visit(member.key);
    if (member.type === "MethodDefinition") {
      const isDerived = Boolean(node.superClass);
      return this.#functionScope(member.value, member.kind === "constructor" && isDerived ? "derived" : methodKinds[member.kind]);
    }
    if (member.computed) {
      const key = this.#scope.declare(hiddenKey(member), "hidden");
      key.isCaptured = true;
    }
    if (member.value) this.#inFunction(undefined, owner, () => this.#visit(member.value as Node));
  }
}

const methodKinds = { init: "method", method: "method", get: "getter", set: "setter", constructor: "constructor" } as const;

/** `var` declarations in a statement, apart from inner functions. */
function hoistVars(node: Node, scope: ScopeInfo): void {
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const { name } of node.declarations.flatMap(({ id }) => boundNames(id))) scope.declare(name, "var");
  }
  if (!isStatementWithParts(node)) return;
  for (const child of childrenOf(node)) hoistVars(child, scope);
}

const withParts = new Set([
  "BlockStatement",
  "IfStatement",
  "LabeledStatement",
  "SwitchStatement",
  "SwitchCase",
  "TryStatement",
  "CatchClause",
]);
const isStatementWithParts = (node: Node): boolean => withParts.has(node.type) || /^(For|While|DoWhile)/.test(node.type);

/** What a class keeps for its members: the private names, and functions of private methods and accessors. */
function declarePrivate(member: acorn.ClassBody["body"][number], scope: ScopeInfo, className: string): void {
  if (member.type === "StaticBlock" || member.key.type !== "PrivateIdentifier") return;
  // The functions that set fields use them: always captured.
  const name = scope.declare(`#${member.key.name}`, "hidden");
  name.isCaptured = true;
  if (member.type !== "MethodDefinition") return;
  scope.declare(hiddenMethod(member), "hidden").isCaptured = true;
  name.missing = member.static ? `Receiver must be class ${className}` : `Receiver must be an instance of class ${className}`;
}

/** Name of the hidden variable for a computed key of a field. */
export const hiddenKey = (member: acorn.PropertyDefinition): string => `%key${member.start}`;
/** Name of the hidden variable for a private method, getter or setter. */
export const hiddenMethod = (member: acorn.MethodDefinition): string => `%method${member.start}`;

function importedName(specifier: acorn.ImportDeclaration["specifiers"][number]): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  return specifier.imported.type === "Identifier" ? specifier.imported.name : String(specifier.imported.value);
}
