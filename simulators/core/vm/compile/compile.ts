import { parse } from "acorn";
import type { FunctionCode } from "../code.ts";
import { analyse } from "./analyse.ts";
import { condition } from "./conditions.ts";
import { FunctionCompiler, type Language, type ModuleContext } from "./context.ts";
import { expression } from "./expressions.ts";
import { endWithout, finishFunction, hoistFunctions } from "./functions.ts";
import { statement } from "./statements.ts";
import { type acorn, boundNames } from "./syntax.ts";
import { enter, leave } from "./variables.ts";

export interface CompileOptions {
  /** The code is part of the prelude: its frames are not shown, and `$call(f, self, …)` calls `f`. */
  readonly isOurs?: boolean;
  /** Messages name what is called, as they do in code of the user's: it is code of a package. */
  readonly namesCalls?: boolean;
  /** Is this free identifier the name of an intrinsic? */
  isIntrinsic?(name: string): boolean;
}

export interface CompiledModule {
  /** Its first scope holds the variables that are exported. */
  readonly code: FunctionCode;
  /** Exported names, and the variables that they stand for. */
  readonly exports: ReadonlyMap<string, string>;
  /** Modules that it imports. */
  readonly imports: readonly string[];
  /** Offset of the first import that names something else than a host's module; -1: none. */
  readonly foreignImport: { readonly specifier: string; readonly offset: number } | undefined;
}

const language: Language = { expression, statement, condition };

/** Compiles an ES module. @throws {SyntaxError} of the parser, with `pos`. */
export function compileModule(source: string, name: string, options: CompileOptions = {}): CompiledModule {
  const program = parse(source, { ecmaVersion: "latest", sourceType: "module" });
  const scopes = analyse(program);
  const module: ModuleContext = {
    language,
    scopes,
    source,
    isOurs: options.isOurs ?? false,
    namesCalls: options.namesCalls ?? options.isOurs !== true,
    isIntrinsic: (text) => text.startsWith("$") && (options.isIntrinsic?.(text) ?? false),
  };
  const exports = exportsOf(program);
  for (const variable of exports.values()) {
    const binding = scopes.module.bindings.get(variable);
    if (binding !== undefined) binding.isCaptured = true;
  }
  const f = new FunctionCompiler(module, scopes.module, true, false);
  const start = enter(f, scopes.module);
  if (f.scopeRegisters.size > 0) f.emit("exposeScope", [f.scopeRegisters.get(scopes.module) as number]);
  hoistFunctions(f, program.body);
  for (const node of program.body) f.statement(node);
  f.at(program.end, () => endWithout(f));
  leave(f, scopes.module, start);
  // Without an await of its own it is run like a plain function: what it throws comes out.
  const isAsync = f.instructions.some((instruction) => instruction.name === "await");
  const made = finishFunction(f, { name, parameters: 0, length: 0, keepsArguments: false, source: "", offset: 0 });
  const code: FunctionCode = { ...made, isAsync };
  const imports = program.body.filter((node) => node.type === "ImportDeclaration");
  const foreign = imports.find(({ source: { value } }) => !String(value).startsWith("host:"));
  return {
    code,
    exports,
    imports: imports.map((node) => String(node.source.value)),
    foreignImport: foreign === undefined ? undefined : { specifier: String(foreign.source.value), offset: foreign.start },
  };
}

function exportsOf(program: acorn.Program): ReadonlyMap<string, string> {
  const exports = new Map<string, string>();
  for (const node of program.body) {
    if (node.type === "ExportDefaultDeclaration") exports.set("default", defaultName(node));
    if (node.type !== "ExportNamedDeclaration") continue;
    for (const { exported, local } of node.specifiers) exports.set(textOf(exported), textOf(local));
    for (const name of declaredNames(node)) exports.set(name, name);
  }
  return exports;
}

const textOf = (node: acorn.Identifier | acorn.Literal): string => (node.type === "Identifier" ? node.name : String(node.value));

function defaultName({ declaration }: acorn.ExportDefaultDeclaration): string {
  const isNamed = declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
  return (isNamed ? declaration.id?.name : undefined) ?? "*default*";
}

function declaredNames({ declaration }: acorn.ExportNamedDeclaration): readonly string[] {
  if (!declaration) return [];
  if (declaration.type !== "VariableDeclaration") return declaration.id === null ? [] : [declaration.id.name];
  return declaration.declarations.flatMap(({ id }) => boundNames(id).map(({ name }) => name));
}
