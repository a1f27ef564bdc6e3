/** The `process` of a scenario: its environment is what the scenario names, its time is virtual, its exit ends the scenario's process. */
import { EventEmitter } from "host:events";

const refused = (name: string) => (): never =>
  $notModelled(`\`process.${name}\` is not modelled: take what you need of it as a parameter, so that a check can give it`);

const write =
  (stream: "stdout" | "stderr") =>
  (text: unknown, ...rest: readonly unknown[]): boolean => {
    $effect(`process.${stream}.write`, typeof text === "string" ? text : $decodeText(text, "utf-8", false, true));
    const done = rest.at(-1);
    if (typeof done === "function") nextTick(done);
    return true;
  };

/** A pipe's end, as far as it is written to: a process without a terminal has no `columns`, and cannot be asked for colors. */
const output = (stream: "stdout" | "stderr"): object => {
  const refusedHere = (name: string) => (): never =>
    $notModelled(`\`process.${stream}.${name}\` is not modelled: the output of a check has no end that code sees`);
  return Object.assign(new EventEmitter(), {
    write: write(stream),
    end: refusedHere("end"),
    destroy: refusedHere("destroy"),
    cork(): void {},
    uncork(): void {},
    setDefaultEncoding: refusedHere("setDefaultEncoding"),
    fd: stream === "stdout" ? 1 : 2,
    _type: "pipe",
    _isStdio: true,
    writable: true,
    writableEnded: false,
    writableFinished: false,
    writableLength: 0,
    writableHighWaterMark: 16_384,
    writableNeedDrain: false,
    writableObjectMode: false,
    writableCorked: 0,
    destroyed: false,
    closed: false,
    errored: null,
  });
};

/** Nothing is read in a check. */
const input = (): object => {
  const methods = "on once addListener read resume pause pipe setEncoding setRawMode ref unref".split(" ");
  const refusedOnes = methods.map((name) => [name, (): never => refused(`stdin.${name}`)()]);
  return { fd: 0, ...Object.fromEntries(refusedOnes) };
};

/** What Node still answers of its own parts: the tests of kinds. */
const bindingTests =
  "isExternal isDate isNativeError isRegExp isAsyncFunction isPromise isMap isSet isMapIterator isSetIterator isArrayBuffer isDataView " +
  "isAnyArrayBuffer isArrayBufferView isTypedArray isUint8Array";

function binding(name: unknown): object {
  if (name !== "util") return refused("binding")();
  const { types } = $hostModule("util") as { readonly types: Readonly<Record<string, unknown>> };
  return Object.fromEntries(bindingTests.split(" ").map((test) => [test, types[test]]));
}

function nextTick(callback: unknown, ...args: readonly unknown[]): void {
  if (typeof callback !== "function") {
    throw Object.assign(new TypeError('The "callback" argument must be of type function. Received ' + $inspect(callback, undefined)), {
      code: "ERR_INVALID_ARG_TYPE",
    });
  }
  $enqueue(callback, args);
}

function hrtime(previous?: readonly [number, number]): [number, number] {
  const nanoseconds = Math.round($elapsed() * 1e6);
  const [seconds, rest] = [Math.floor(nanoseconds / 1e9), nanoseconds % 1e9];
  if (previous === undefined) return [seconds, rest];
  const difference = [seconds - previous[0], rest - previous[1]] as [number, number];
  return difference[1] < 0 ? [difference[0] - 1, difference[1] + 1e9] : difference;
}
hrtime.bigint = (): bigint => BigInt(Math.round($elapsed() * 1e6));

/** Bytes of a small process; what is measured says nothing of the machine that checks. */
const memory = { rss: 50_331_648, heapTotal: 16_777_216, heapUsed: 8_388_608, external: 1_048_576, arrayBuffers: 16_384 };
const memoryUsage = (): object => ({ ...memory });

/** Code takes no time. */
function cpuUsage(previous?: { readonly user: number; readonly system: number }): object {
  return { user: 0 - (previous?.user ?? 0), system: 0 - (previous?.system ?? 0) };
}

const resources = {
  userCPUTime: 0,
  systemCPUTime: 0,
  maxRSS: memory.rss / 1024,
  sharedMemorySize: 0,
  unsharedDataSize: 0,
  unsharedStackSize: 0,
  minorPageFault: 0,
  majorPageFault: 0,
  swappedOut: 0,
  fsRead: 0,
  fsWrite: 0,
  ipcSent: 0,
  ipcReceived: 0,
  signalsCount: 0,
  voluntaryContextSwitches: 0,
  involuntaryContextSwitches: 0,
};

const known = {
  env: $environment(),
  argv: $commandLine(),
  argv0: "node",
  execArgv: [] as string[],
  execPath: "/usr/bin/node",
  title: "node",
  pid: 1,
  ppid: 0,
  platform: "linux",
  arch: "x64",
  version: "v20.0.0",
  versions: { node: "20.0.0", v8: "11.3.244.8" },
  release: { name: "node" },
  config: {},
  features: {},
  exitCode: undefined as number | undefined,
  exitCodeOf: undefined,
  stdout: output("stdout"),
  stderr: output("stderr"),
  stdin: input(),
  nextTick,
  hrtime,
  uptime: (): number => $elapsed() / 1000,
  cwd: (): string => "/",
  umask: (): number => 18,
  exit: (code?: number): never => $exit(Number(code ?? known.exitCode ?? 0)),
  emitWarning(warning: unknown): void {
    const text = warning instanceof Error ? `${warning.name}: ${warning.message}` : `Warning: ${warning}`;
    $effect("process.emitWarning", `(node:1) ${text}\n`);
  },
  getuid: (): number => 1000,
  geteuid: (): number => 1000,
  getgid: (): number => 1000,
  getegid: (): number => 1000,
  emit: refused("emit"),
  abort: refused("abort"),
  kill: refused("kill"),
  chdir: refused("chdir"),
  dlopen: refused("dlopen"),
  binding,
  memoryUsage: Object.assign(memoryUsage, { rss: (): number => memory.rss }),
  cpuUsage,
  resourceUsage: (): object => ({ ...resources }),
  constrainedMemory: (): number => 0,
  send: undefined,
};

const emitter = new EventEmitter();
/** Handlers are kept, so that code can take them away again; nothing of what they wait for happens in a check. */
const events = {
  on: (name: unknown, listener: (...args: never[]) => void): object => emitter.on(name, listener) && process,
  off: (name: unknown, listener: (...args: never[]) => void): object => emitter.off(name, listener) && process,
  listeners: (name: unknown): unknown[] => emitter.listeners(name),
  listenerCount: (name: unknown): number => emitter.listeners(name).length,
  setMaxListeners: (count: number): object => emitter.setMaxListeners(count) && process,
};

export const process: object = Object.assign(known, events, { once: events.on, addListener: events.on, removeListener: events.off });
Reflect.deleteProperty(process, "exitCodeOf");
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });
export default process;
