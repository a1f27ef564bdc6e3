import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import type { Names } from "./names.ts";
import { originOf } from "./origin.ts";

/** What a call does to a file. */
export type ActionKind =
  | "open"
  | "close"
  | "read"
  | "write"
  | "sync"
  | "truncate"
  | "atomic"
  /** `stat` of a handle, and others that leave it as it is. */
  | "look"
  /** A stream or an iterator that closes the handle at its end. */
  | "stream"
  | "readWhole"
  | "writeWhole"
  | "appendWhole"
  | "copy"
  | "unlink"
  | "rename"
  /** Only asks the manager about a name. */
  | "name"
  /** FL4010. */
  | "refused";

/** A call of `node:fs`, of a method of a handle, or of `faultline/remote-file`, as it is written. */
export interface Action {
  readonly kind: ActionKind;
  readonly mode: "promise" | "sync" | "callback";
  /** As the user knows it: `openSync`, `write`. */
  readonly name: string;
  /** What is opened, named or written to; of methods the object that they are called on. */
  readonly target: ts.Expression;
  /** `target` may be a path, a handle, or either. */
  readonly targetIs: "path" | "handle" | "either";
  /** The arguments behind the target. */
  readonly rest: readonly ts.Expression[];
}

/** The action of a call, by the names in it alone: whether the target is a file under a mount is not looked at. */
export function actionOf(names: Names, node: ts.CallExpression | ts.NewExpression): Action | undefined {
  const { compiler } = names.parsed;
  const args = node.arguments ?? [];
  const origin = originOf(names, node.expression);
  if (origin !== undefined && origin.includes(".")) {
    const at = origin.lastIndexOf(".");
    const found = ofModule(origin.slice(0, at), origin.slice(at + 1), args);
    if (found) return found;
  }
  const callee = unwrap(compiler, node.expression);
  return compiler.isCallExpression(node) && compiler.isPropertyAccessExpression(callee) ? ofMethod(callee, args) : undefined;
}

function ofModule(module: string, name: string, args: readonly ts.Expression[]): Action | undefined {
  const [target, ...rest] = args;
  if (!target || target.kind === undefined) return undefined;
  if (module === "faultline/remote-file")
    return name === "compareAndSwap" || name === "fetchAdd"
      ? { kind: "atomic", mode: "promise", name, target, targetIs: "handle", rest }
      : undefined;
  if (module !== "fs" && module !== "fs/promises" && module !== "promisified") return undefined;
  const base = name.replace(/Sync$/, "");
  const mode = module !== "fs" ? "promise" : name.endsWith("Sync") ? "sync" : "callback";
  const given = mode === "callback" ? withoutCallback(base, rest) : rest;
  const of = (kind: ActionKind, targetIs: Action["targetIs"]): Action => ({ kind, mode, name, target, targetIs, rest: given });
  const numbered = module === "fs/promises" ? undefined : numberKinds[base];
  if (numbered) return of(numbered, "handle");
  const whole = wholeKinds[base];
  if (whole) return of(whole, "either");
  const named = pathKinds[base];
  if (named) return of(named, "path");
  return isFunctionName(name) ? of("refused", /^f(chown|chmod)$/.test(base) ? "handle" : "path") : undefined;
}

/** Streams and `existsSync` have no callback; what else is called without `Sync` has one. */
const withoutCallback = (base: string, rest: readonly ts.Expression[]): readonly ts.Expression[] =>
  isStream({ name: base }) ? rest : rest.slice(0, -1);

export const isStream = ({ name }: Pick<Action, "name">): boolean => name === "createReadStream" || name === "createWriteStream";

/** Constants and classes are no functions. */
const isFunctionName = (name: string): boolean => /^[a-z]/.test(name) && name !== "constants" && name !== "unwatchFile";

const numberKinds: Readonly<Record<string, ActionKind>> = {
  close: "close",
  read: "read",
  readv: "read",
  write: "write",
  writev: "write",
  fsync: "sync",
  fdatasync: "sync",
  fstat: "look",
  futimes: "look",
  ftruncate: "truncate",
};

const wholeKinds: Readonly<Record<string, ActionKind>> = {
  readFile: "readWhole",
  writeFile: "writeWhole",
  appendFile: "appendWhole",
};

const pathKinds: Readonly<Record<string, ActionKind>> = {
  open: "open",
  createReadStream: "readWhole",
  createWriteStream: "writeWhole",
  truncate: "truncate",
  copyFile: "copy",
  cp: "copy",
  unlink: "unlink",
  rm: "unlink",
  rename: "rename",
  ...Object.fromEntries(
    "stat lstat access exists mkdir rmdir readdir opendir mkdtemp realpath statfs utimes lutimes".split(" ").map((name) => [name, "name"]),
  ),
};

function ofMethod(callee: ts.PropertyAccessExpression, args: readonly ts.Expression[]): Action | undefined {
  const name = callee.name.text;
  const kind = methodKinds[name];
  return kind ? { kind, mode: "promise", name, target: callee.expression, targetIs: "handle", rest: args } : undefined;
}

const methodKinds: Readonly<Record<string, ActionKind>> = {
  close: "close",
  read: "read",
  readv: "read",
  write: "write",
  writev: "write",
  sync: "sync",
  datasync: "sync",
  truncate: "truncate",
  stat: "look",
  utimes: "look",
  readFile: "readWhole",
  writeFile: "writeWhole",
  appendFile: "appendWhole",
  createReadStream: "stream",
  createWriteStream: "stream",
  readLines: "stream",
  readableWebStream: "stream",
  chmod: "refused",
  chown: "refused",
};
