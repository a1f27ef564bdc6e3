import fs from "node:fs";
import type { Agent } from "./agent.ts";
import { beginner, type Beginner, fallbackOf, left, touched } from "./begin.ts";
import { notSupported } from "./errors.ts";
import { promised } from "./forms.ts";
import { isRemoteHandle, openHandle, writeFrom } from "./handle.ts";
import { hostPromises } from "./host.ts";
import { type HostFunction, replace, withProperties } from "./replace.ts";

/** Puts the agent in front of every function of `fs/promises`. */
export function installPromises(agent: Agent): void {
  for (const [name, original] of Object.entries(hostPromises)) {
    if (typeof original !== "function") continue;
    replace(fs.promises, name, withProperties(original as HostFunction, around(agent, name, original as HostFunction)));
  }
}

function around(agent: Agent, name: string, original: HostFunction): HostFunction {
  if (name === "open") return opening(agent, original);
  const begins = beginner(agent, name, "promise");
  if (name === "writeFile" || name === "appendFile") return writing(agent, name, original);
  if (name === "readFile" && begins) return reading(agent, original, begins);
  return begins ? promiseForm(agent, original, begins) : guarded(agent, name, original);
}

function promiseForm(agent: Agent, original: HostFunction, begins: Beginner): HostFunction {
  return function (this: unknown, ...args: unknown[]) {
    const found = begins(args);
    if (!found) return original.apply(this, left(agent, args));
    agent.calls += 1;
    return promised(
      agent,
      () => found.begin(args.slice(found.taken)),
      fallbackOf(agent, found, () => original.apply(this, args)),
    );
  };
}

function opening(agent: Agent, original: HostFunction): HostFunction {
  return function (this: unknown, ...args: unknown[]) {
    const [first, flags, mode] = args;
    const path = agent.find(first);
    if (!path) return original.apply(this, left(agent, args));
    agent.calls += 1;
    const found = { begin: () => openHandle(agent, path, flags, mode), taken: 1, mount: path.mount };
    return promised(
      agent,
      found.begin,
      fallbackOf(agent, found, () => original.apply(this, args)),
    );
  };
}

function reading(agent: Agent, original: HostFunction, begins: Beginner): HostFunction {
  const onPath = promiseForm(agent, original, begins);
  return function (this: unknown, ...args: unknown[]) {
    const [first, options] = args;
    const abort = abortOf(options);
    if (isRemoteHandle(first)) return first.readFile(options as undefined);
    if (abort && agent.find(first)) return Promise.reject(abort);
    return onPath.apply(this, args);
  };
}

function writing(agent: Agent, name: "writeFile" | "appendFile", original: HostFunction): HostFunction {
  return function (this: unknown, ...args: unknown[]) {
    const [first, data, options] = args;
    if (isRemoteHandle(first)) return first[name](data as string, options as undefined);
    const path = agent.find(first);
    if (!path) return original.apply(this, left(agent, args));
    agent.calls += 1;
    const abort = abortOf(options);
    if (abort) return Promise.reject(abort);
    return writeFrom(agent, path, data, options, name);
  };
}

/** What a signal that is aborted already leads to. */
export function abortOf(options: unknown): Error | undefined {
  const signal = (options as { signal?: AbortSignal } | null | undefined)?.signal;
  if (signal?.aborted !== true) return undefined;
  const error = new Error("The operation was aborted", { cause: signal.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}

function guarded(agent: Agent, name: string, original: HostFunction): HostFunction {
  return function (this: unknown, ...args: unknown[]) {
    const path = isRemoteHandle(args[0]) ? "a remote file" : touched(agent, args);
    if (path === undefined) return original.apply(this, args);
    agent.calls += 1;
    const error = notSupported(name, path);
    return name === "watch" || name === "glob" ? failing(error) : Promise.reject(error);
  };
}

/** What would be iterated fails at its first step. */
function failing(error: Error): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}
