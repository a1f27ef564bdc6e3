import type { FunctionCode } from "../code.ts";
import { canonicalKey } from "../value.ts";
import { hiddenKey, hiddenMethod } from "./analyse.ts";
import { runFields } from "./calls.ts";
import { FunctionCompiler, isNameless } from "./context.ts";
import { compileFunction, endWithout, finishFunction, hoistFunctions, loadPseudo, methodClosure, textOf } from "./functions.ts";
import { keyRegister } from "./keys.ts";
import { pseudo } from "./members.ts";
import { type ClassScopes, FunctionScope } from "./scopes.ts";
import { type acorn, type ClassNode, staticKey } from "./syntax.ts";
import { enter, initialise, leave, scopeRegister, within } from "./variables.ts";

type Member = acorn.ClassBody["body"][number];

/** A class: the constructor goes to the register `to`. */
export function classExpression(f: FunctionCompiler, node: ClassNode, to: number): number {
  const name = node.id?.name ?? f.name;
  f.name = "";
  const scopes = f.module.scopes.classes.get(node) as ClassScopes;
  within(f, scopes.scope, () => {
    for (const binding of scopes.scope.bindings.values()) {
      if (!binding.name.startsWith("#")) continue;
      f.scratch(() => {
        const made = f.register();
        f.emit("newPrivateName", [made], binding.name);
        initialise(f, binding, made);
      });
    }
    f.scratch(() => define(f, node, name, scopes, to));
  });
  return to;
}

function define(f: FunctionCompiler, node: ClassNode, name: string, scopes: ClassScopes, to: number): void {
  const members = node.body.body;
  const proto = f.register();
  const parent = node.superClass ? f.push(node.superClass) : -1;
  f.emit("createClass", [to, proto, parent, scopeRegister(f)], constructorOf(f, node, name, scopes));
  for (const member of members) f.at(member.start, () => f.scratch(() => defineMember(f, member, to, proto)));
  const own = node.id ? scopes.scope.bindings.get(node.id.name) : undefined;
  if (own !== undefined) initialise(f, own, to);
  if (hasInstanceParts(node)) {
    const made = functionWith(f, scopes.fields, "<instance_members_initializer>", node, (inner) => instanceParts(inner, members), proto);
    f.emit("setFields", [to, made]);
  }
  const statics = members.filter((member) => member.type === "StaticBlock" || (member.type === "PropertyDefinition" && member.static));
  if (statics.length === 0) return;
  const made = functionWith(f, scopes.statics, "<static_initializer>", node, (inner) => staticParts(inner, statics), to);
  f.emit("call", [f.register(), made, to, f.used, 0], "");
}

const isPrivate = (member: Member): boolean => member.type !== "StaticBlock" && member.key.type === "PrivateIdentifier";

const hasInstanceParts = (node: ClassNode): boolean =>
  node.body.body.some(
    (member) =>
      (member.type === "PropertyDefinition" && !member.static) ||
      (member.type === "MethodDefinition" && !member.static && isPrivate(member)),
  );

function constructorOf(f: FunctionCompiler, node: ClassNode, name: string, scopes: ClassScopes): FunctionCode {
  const written = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
  const source = textOf(f, node);
  if (written?.type === "MethodDefinition") return { ...compileFunction(f, written.value, name, hasInstanceParts(node)), source };
  const scope = new FunctionScope(scopes.scope, node.superClass ? "derived" : "constructor", node.start, true);
  const inner = new FunctionCompiler(f.module, scope, false, false);
  inner.offset = node.start;
  const callee = inner.register();
  const self = inner.register();
  if (node.superClass || hasInstanceParts(node)) inner.emit("loadCallee", [callee]);
  if (node.superClass) passOn(inner, callee, self);
  else if (hasInstanceParts(node)) inner.emit("loadThis", [self]);
  if (node.superClass || hasInstanceParts(node)) runFields(inner, callee, self);
  if (node.superClass) inner.emit("return", [self]);
  else endWithout(inner);
  return finishFunction(inner, { name, parameters: 0, length: 0, keepsArguments: Boolean(node.superClass), source, offset: node.start });
}

/** `constructor(...args) { super(...args); }` */
function passOn(f: FunctionCompiler, callee: number, self: number): void {
  f.scratch(() => {
    const target = f.register();
    const list = f.register();
    f.emit("loadNewTarget", [target]);
    f.emit("restArguments", [list, 0]);
    f.emit("superCallSpread", [self, callee, target, list]);
  });
}

/** Methods, and keys of fields: in the order of the text. */
function defineMember(f: FunctionCompiler, member: Member, constructor: number, proto: number): void {
  if (member.type === "StaticBlock") return;
  const name = staticKey(member);
  if (member.type === "PropertyDefinition") {
    if (!member.computed) return;
    const binding = f.scope.find(hiddenKey(member));
    if (binding !== undefined) initialise(f, binding, keyRegister(f, member.key, undefined));
    return;
  }
  if (member.kind === "constructor") return;
  const home = member.static ? constructor : proto;
  const prefix = member.kind === "get" || member.kind === "set" ? `${member.kind} ` : "";
  if (isPrivate(member)) return definePrivate(f, member, home, `${prefix}${name}`, member.static ? constructor : undefined);
  const key = keyRegister(f, member.key, name);
  const made = methodClosure(f, member.value, name === undefined ? "" : prefix + name, member);
  if (name === undefined) f.emit("setFunctionName", [made, key], prefix.trim());
  f.emit("defineMethod", [home, key, made], { kind: member.kind, isEnumerable: false });
}

/** A private method or accessor is made once; instances get it with their fields, the class itself at once. */
function definePrivate(f: FunctionCompiler, member: acorn.MethodDefinition, home: number, name: string, self: number | undefined): void {
  const made = methodClosure(f, member.value, name, member);
  f.emit("setHome", [made, home]);
  const binding = f.scope.find(hiddenMethod(member));
  if (binding !== undefined) initialise(f, binding, made);
  if (self !== undefined) f.emit("definePrivateMethod", [self, privateNameOf(f, member), made], { kind: member.kind });
}

const privateNameOf = (f: FunctionCompiler, member: acorn.MethodDefinition | acorn.PropertyDefinition): number =>
  pseudo(f, `#${(member.key as acorn.PrivateIdentifier).name}`, member.start);

/** A function of the class's own, as a method of the object in register `home`. */
function functionWith(
  f: FunctionCompiler,
  scope: FunctionScope,
  name: string,
  node: ClassNode,
  emit: (inner: FunctionCompiler) => void,
  home: number,
): number {
  const inner = new FunctionCompiler(f.module, scope, false, false);
  inner.offset = node.start;
  const start = enter(inner, scope);
  loadPseudo(inner);
  emit(inner);
  endWithout(inner);
  leave(inner, scope, start);
  const code = finishFunction(inner, { name, parameters: 0, length: 0, keepsArguments: false, source: "", offset: node.start });
  const made = f.register();
  f.emit("closure", [made, scopeRegister(f)], code);
  f.emit("setHome", [made, home]);
  return made;
}

function instanceParts(f: FunctionCompiler, members: readonly Member[]): void {
  const self = f.register();
  f.emit("loadThis", [self]);
  for (const member of members) {
    if (member.type !== "MethodDefinition" || member.static || !isPrivate(member)) continue;
    f.scratch(() => {
      const made = pseudo(f, hiddenMethod(member), member.start);
      f.emit("definePrivateMethod", [self, privateNameOf(f, member), made], { kind: member.kind });
    });
  }
  for (const member of members) if (member.type === "PropertyDefinition" && !member.static) field(f, member, self);
}

function staticParts(f: FunctionCompiler, members: readonly Member[]): void {
  const self = f.register();
  f.emit("loadThis", [self]);
  for (const member of members) {
    if (member.type === "PropertyDefinition") field(f, member, self);
    else if (member.type === "StaticBlock") {
      const scope = f.module.scopes.of.get(member);
      if (scope === undefined) continue;
      within(f, scope, () => {
        hoistFunctions(f, member.body);
        for (const statement of member.body) f.statement(statement);
      });
    }
  }
}

function field(f: FunctionCompiler, member: acorn.PropertyDefinition, self: number): void {
  f.at(member.start, () =>
    f.scratch(() => {
      const name = staticKey(member);
      const key = name === undefined ? pseudo(f, hiddenKey(member), member.start) : -1;
      const value = f.register();
      if (!member.value) f.constant(value, undefined);
      else f.evaluateNamed(member.value, name ?? "", value);
      if (isPrivate(member)) f.emit("definePrivate", [self, pseudo(f, name ?? "", member.start), value], name);
      else if (name !== undefined) f.emit("defineField", [self, value], canonicalKey(name));
      else {
        if (member.value && isNameless(member.value)) f.emit("setFunctionName", [value, key], "");
        f.emit("defineElement", [self, key, value]);
      }
    }),
  );
}
