import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Agent } from "./agent.ts";
import { beginner, type Beginner, fallbackOf, left, touched } from "./begin.ts";
import { notSupported } from "./errors.ts";
import { isRemoteFd } from "./files.ts";
import { type Callback, calledBack, synchronous } from "./forms.ts";
import { host, hostNextTick } from "./host.ts";
import { installPromises } from "./install-promises.ts";
import { timedRead } from "./operations/data.ts";
import { pairs } from "./operations/table.ts";
import { type HostFunction, replace, withProperties } from "./replace.ts";

/**
 * Puts the agent in front of every function of `fs`. What is not under a mount goes on to Node as it came;
 * what is, is done here or refused with ENOTSUP. Nothing falls through to the host in silence.
 */
export function install(agent: Agent): void {
  const target = fs as unknown as Record<string, unknown>;
  for (const name of Object.keys(host)) {
    const original = (host as unknown as Record<string, unknown>)[name];
    if (typeof original !== "function" || isClass(name)) continue;
    replace(target, name, withProperties(original as HostFunction, around(agent, name, original as HostFunction)));
  }
  for (const name of ["realpath", "realpathSync"] as const)
    nativeToo(agent, target[name] as HostFunction & { native?: HostFunction }, name);
  installPromises(agent);
  syncBuiltinESMExports();
}

/** Classes call the functions of `fs`, and so come to the agent. */
const isClass = (name: string): boolean => /^[A-Z]/.test(name) || name === "_toUnixTimestamp" || /^create(Read|Write)Stream$/.test(name);

function around(agent: Agent, name: string, original: HostFunction): HostFunction {
  if (name === "readSync") return fastReadSync(agent, original);
  const isSync = name.endsWith("Sync");
  const base = isSync ? name.slice(0, -"Sync".length) : name;
  const form = isSync ? syncForm : callbackForm;
  const begin = beginner(agent, base, isSync ? "sync" : "callback");
  if (begin) return form(agent, base, original, begin);
  return guarded(agent, name, original);
}

function syncForm(agent: Agent, base: string, original: HostFunction, begins: Beginner): HostFunction {
  const isPair = pairs.has(base);
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    const found = begins(args);
    if (!found) return original.apply(this, left(agent, args));
    agent.calls += 1;
    const fallback = fallbackOf(agent, found, () => original.apply(this, args));
    const result = synchronous(agent, () => found.begin(args.slice(found.taken)), fallback, wrapper);
    return isPair ? (result as readonly unknown[])[0] : result;
  };
  return wrapper;
}

function callbackForm(agent: Agent, base: string, original: HostFunction, begins: Beginner): HostFunction {
  const isPair = pairs.has(base);
  return function (this: unknown, ...args: unknown[]) {
    const found = begins(args);
    if (!found) return original.apply(this, left(agent, args));
    agent.calls += 1;
    const callback = callbackOf(args, base);
    // Node says what is wrong.
    if (!callback) return original.apply(this, args);
    const last = args.lastIndexOf(callback);
    const own = args.slice(found.taken, last < 0 ? args.length : last);
    const done = (error: unknown, value?: unknown): void => {
      if (base === "exists") callback(error === null && value);
      else if (error !== null) callback(error);
      else if (isPair) callback(null, ...(value as readonly unknown[]));
      else if (value === undefined) callback(null);
      else callback(null, value);
    };
    return calledBack(
      agent,
      () => found.begin(own),
      fallbackOf(agent, found, () => original.apply(this, args)),
      done,
    );
  };
}

/** `fs.close` may do without one. */
function callbackOf(args: readonly unknown[], base: string): Callback | undefined {
  const callback = args.findLast((arg) => typeof arg === "function");
  if (callback !== undefined) return callback as Callback;
  return base === "close" && args.length === 1 ? throwError : undefined;
}

function throwError(error: unknown): void {
  if (error !== null && error !== undefined) throw error as Error;
}

/** A function that the agent does not do: refused for everything under a mount. */
function guarded(agent: Agent, name: string, original: HostFunction): HostFunction {
  return function (this: unknown, ...args: unknown[]) {
    const path = touched(agent, args);
    if (path === undefined) return original.apply(this, args);
    agent.calls += 1;
    const error = notSupported(name.replace(/Sync$/, ""), path);
    const callback = args.at(-1);
    if (name === "openAsBlob") return Promise.reject(error);
    if (name === "unwatchFile") return undefined;
    if (typeof callback !== "function" || name.endsWith("Sync") || name.startsWith("watch")) throw error;
    hostNextTick(callback, error);
    return undefined;
  };
}

/** `fs.realpath.native`. */
function nativeToo(agent: Agent, wrapper: HostFunction & { native?: HostFunction }, name: "realpath" | "realpathSync"): void {
  const original = host[name].native as unknown as HostFunction;
  wrapper.native = withProperties(original, around(agent, name, original));
}

/** The most frequent of all: without lists of arguments where they are plain. */
function fastReadSync(agent: Agent, original: HostFunction): HostFunction {
  const { files } = agent;
  const begins = beginner(agent, "read", "sync");
  const slow = begins && syncForm(agent, "read", original, begins);
  return function (this: unknown, fd: unknown, buffer: unknown, offset: unknown, length: unknown, position: unknown) {
    if (!isRemoteFd(fd)) return original.apply(this, arguments as unknown as unknown[]);
    const isPlain =
      arguments.length >= 4 &&
      buffer instanceof Uint8Array &&
      isCount(offset) &&
      isCount(length) &&
      length > 0 &&
      offset + length <= buffer.byteLength &&
      (position === undefined || position === null || isCount(position));
    if (!isPlain) return slow?.apply(this, arguments as unknown as unknown[]);
    agent.calls += 1;
    return timedRead(agent, files.get(fd, "read"), buffer, offset, length, position ?? null);
  };
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
