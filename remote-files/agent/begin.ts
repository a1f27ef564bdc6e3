import { fileError } from "./errors.ts";
import { isRemoteFd } from "./files.ts";
import type { Agent } from "./agent.ts";
import type { Fallback } from "./forms.ts";
import type { RemotePath } from "./mounts.ts";
import { copyFile, cp, type End } from "./operations/copy.ts";
import { fdOperations, type Operation, pathOperations, renameOperation, targetOf, wholeOperations } from "./operations/table.ts";
import type { Form } from "./operations/arguments.ts";
import type { Steps } from "./steps.ts";

/** What a call is about: the steps that do it, or what goes to Node instead. */
export interface Begun {
  begin(args: readonly unknown[]): Steps<unknown>;
  /** Arguments of the call that stand for paths and numbers. */
  readonly taken: number;
  readonly mount: RemotePath["mount"] | undefined;
}

export type Beginner = (args: readonly unknown[]) => Begun | undefined;

/** How a function finds out that a call is for the agent; undefined: a function that the agent does not know. */
export function beginner(agent: Agent, base: string, form: Form): Beginner | undefined {
  const onPath = pathOperations[base];
  if (onPath) return ([first]) => begun(agent, agent.find(first), onPath, form);
  const onFd = fdOperations[base];
  if (onFd)
    return ([first]) => (isRemoteFd(first) ? { begin: (args) => onFd(agent, first, args, form), taken: 1, mount: undefined } : undefined);
  const onWhole = wholeOperations[base];
  if (onWhole) return ([first]) => beginWhole(agent, first, onWhole, form);
  if (base === "rename") return ([from, to]) => beginRename(agent, from, to);
  if (base === "copyFile" || base === "cp") return ([from, to]) => beginCopy(agent, from, to, base === "cp" ? cp : copyFile, form);
  return undefined;
}

function begun(agent: Agent, path: RemotePath | undefined, operation: Operation<RemotePath>, form: Form): Begun | undefined {
  return path && { begin: (args) => operation(agent, path, args, form), taken: 1, mount: path.mount };
}

function beginWhole(agent: Agent, first: unknown, operation: (typeof wholeOperations)[string], form: Form): Begun | undefined {
  const path = agent.find(first);
  if (!path && !isRemoteFd(first)) return undefined;
  const begin = (args: readonly unknown[]): Steps<unknown> => {
    const target = targetOf(agent, first);
    if (!target) throw fileError("EBADF", { syscall: "read" });
    return operation(agent, target, args, form);
  };
  return { begin, taken: 1, mount: path?.mount };
}

function beginRename(agent: Agent, first: unknown, second: unknown): Begun | undefined {
  const from = agent.find(first);
  const to = agent.find(second);
  if (!from && !to) return undefined;
  const begin = (): Steps<unknown> => {
    if (from && to) return renameOperation(agent, from, to);
    throw fileError("EXDEV", { syscall: "rename", path: String(first), dest: String(second) });
  };
  return { begin, taken: 2, mount: from && to ? from.mount : undefined };
}

function beginCopy(agent: Agent, first: unknown, second: unknown, copy: typeof cp, form: Form): Begun | undefined {
  const from = agent.find(first);
  const to = agent.find(second);
  if (!from && !to) return undefined;
  const end = (found: RemotePath | undefined, given: unknown): End => found ?? (given instanceof URL ? given.pathname : String(given));
  return { begin: ([options]) => copy(agent, end(from, first), end(to, second), options, form), taken: 2, mount: undefined };
}

export function fallbackOf(agent: Agent, { mount }: Begun, run: () => unknown): Fallback {
  if (mount?.fallback !== "local") return undefined;
  return () => {
    agent.tell(`FL4001 the manager of ${mount.prefix} cannot be reached: the local disk is used`);
    return run();
  };
}

/** Paths that leave a mount by `..` go to the host without it. */
export function left(agent: Agent, args: readonly unknown[]): unknown[] {
  const [first, second, ...rest] = args;
  if (args.length === 0) return [];
  if (args.length === 1) return [agent.mounts.leave(first)];
  return [agent.mounts.leave(first), second, ...rest];
}

/** The first thing in the arguments that is under a mount. */
export function touched(agent: Agent, args: readonly unknown[]): string | undefined {
  for (const arg of args) {
    if (isRemoteFd(arg)) return `file ${arg}`;
    const path =
      agent.find(arg) ??
      Object.values(isOptions(arg) ? arg : {})
        .map(agent.find)
        .find((found) => found !== undefined);
    if (path) return path.shown;
  }
  return undefined;
}

const isOptions = (arg: unknown): arg is object =>
  typeof arg === "object" &&
  arg !== null &&
  !ArrayBuffer.isView(arg) &&
  !(arg instanceof URL) &&
  Object.getPrototypeOf(arg) === Object.prototype;
