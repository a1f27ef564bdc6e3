import type ts from "typescript";
import { isAssignment } from "../../core/source/assignments.ts";
import { unwrap } from "../../core/source/owners.ts";
import type { RemoteFiles } from "../config/model.ts";
import { openFlags } from "../nodes/flags.ts";
import { evaluate } from "./evaluate.ts";
import { fieldKey } from "./field-key.ts";
import type { Names } from "./names.ts";
import { placeOf } from "./place.ts";
import { type HandleState, type Point, start } from "./point.ts";
import type { Reach } from "./reach.ts";
import { textOf } from "./values.ts";

/**
 * Where walks begin: fields of classes that are only ever set to files under a mount are such files.
 * Whether one is open at the moment is not followed.
 */
export function startWithFields(names: Names, reach: Reach, configuration: RemoteFiles): Point {
  const found = new Map<string, HandleState | undefined>();
  for (const { key, value } of settings(names)) {
    if (isNothing(names, value)) continue;
    const state = openedBy(names, reach, configuration, value);
    const known = found.get(key);
    const isSame = !found.has(key) || (known && state && known.mount === state.mount);
    const isSameMode = !known || known.flags?.write === state?.flags?.write;
    found.set(key, isSame && state ? (isSameMode ? state : withoutFlags(state)) : undefined);
  }
  const handles = new Map([...found].flatMap(([key, state]) => (state ? [[`field/${key}`, state] as const] : [])));
  return { ...start, handles, fields: new Map([...handles.keys()].map((id) => [id.slice("field/".length), id])) };
}

function withoutFlags(state: HandleState): HandleState {
  const { flags: _, ...rest } = state;
  return rest;
}

/** What each field of a class is set to: where it is declared, and by `this.name = …`. */
function settings(names: Names): readonly { readonly key: string; readonly value: ts.Expression }[] {
  const { compiler, source } = names.parsed;
  const found: { key: string; value: ts.Expression }[] = [];
  const add = (node: ts.Node, name: string, value: ts.Expression): void => {
    const key = fieldKey(compiler, node, name);
    if (key !== undefined) found.push({ key, value });
  };
  const visit = (node: ts.Node): void => {
    if (compiler.isPropertyDeclaration(node) && node.initializer) add(node, node.name.getText(source), node.initializer);
    else if (isAssignment(compiler, node)) {
      const left = unwrap(compiler, node.left);
      if (compiler.isPropertyAccessExpression(left) && left.expression.kind === compiler.SyntaxKind.ThisKeyword)
        add(node, left.name.text, node.right);
    }
    compiler.forEachChild(node, visit);
  };
  for (const statement of source.statements) if (/\bclass\b/.test(statement.getText(source))) visit(statement);
  return found;
}

function isNothing({ parsed: { compiler } }: Names, value: ts.Expression): boolean {
  const bare = unwrap(compiler, value);
  return bare.kind === compiler.SyntaxKind.NullKeyword || (compiler.isIdentifier(bare) && bare.text === "undefined");
}

function openedBy(names: Names, reach: Reach, configuration: RemoteFiles, value: ts.Expression): HandleState | undefined {
  const { compiler } = names.parsed;
  const bare = unwrap(compiler, value);
  const call = compiler.isAwaitExpression(bare) ? unwrap(compiler, bare.expression) : bare;
  const action = reach.actionOf(call);
  if (action?.kind !== "open" || !compiler.isCallExpression(call) || (action.mode === "promise") !== compiler.isAwaitExpression(bare))
    return undefined;
  const place = placeOf(configuration, evaluate(names, action.target, start));
  if (place?.mount === undefined) return undefined;
  const [written] = action.rest;
  const flags = written ? openFlags(textOf(evaluate(names, written, start)) ?? "") : openFlags("r");
  return {
    open: call,
    mount: place.mount,
    isClosed: false,
    isKept: true,
    isField: true,
    ...(place.path === undefined ? {} : { path: place.path }),
    ...(flags ? { flags } : {}),
  };
}
