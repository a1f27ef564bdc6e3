import { openFlags } from "../../nodes/flags.ts";
import type { Answer, Call, Span } from "../../nodes/calls.ts";
import type { Site } from "../../nodes/site.ts";
import { Sequential } from "../../nodes/testing/sequential.ts";
import { firstFd } from "../../nodes/world.ts";

/** A span as the text passes it. */
type RawSpan = readonly [bytes: Uint8Array, offset: number, length: number];

export interface Told {
  readonly strayed: string[];
  readonly refused: string[];
  /** What the process says. */
  readonly written: string[];
}

/** Intrinsics over the nodes of the model, for one process that waits for each call. */
export function fakeAgent(site: Site, told: Told): Readonly<Record<string, unknown>> {
  const nodes = new Sequential(site);
  const disk = new Map<string, Uint8Array>();
  const call = (kind: string, args: readonly unknown[]): unknown => {
    const made = callOf(kind, args);
    return rawOf(nodes.call(made), made.kind === "read" ? (args[1] as readonly RawSpan[]) : []);
  };
  return {
    $here: () => 0,
    $agentCall: (_here: number, kind: string, ...args: unknown[]) => Promise.resolve().then(() => call(kind, args)),
    $agentCallSync: (_here: number, kind: string, ...args: unknown[]) => call(kind, args),
    $inode: (fd: number) => nodes.world.processes[0]?.files[fd - firstFd]?.file,
    $capacity: () => [1 << 20, 1 << 19],
    $mounts: site.configuration.mounts.map(({ prefix }) => prefix),
    $readOnlyMounts: site.configuration.mounts.flatMap(({ prefix, access }) => (access === "ro" ? [prefix] : [])),
    $localPaths: site.configuration.local,
    $startOfTime: 0,
    $isObserver: false,
    $disk(operation: "read" | "write" | "remove" | "list", key: string, bytes: Uint8Array): unknown {
      switch (operation) {
        case "read":
          return disk.get(key)?.slice();
        case "write":
          disk.set(key, Uint8Array.from(bytes));
          return undefined;
        case "remove":
          disk.delete(key);
          return undefined;
        case "list":
          return [...disk.keys()].sort();
      }
    },
    $strayed: (path: string) => void told.strayed.push(path),
    $refused: (name: string, path: string) => void told.refused.push(`${name} ${path}`),
    $observe: () => undefined,
    $notModelled(message: string): never {
      throw new Error(`not modelled: ${message}`);
    },
    $effect: (what: string, text: string) => void told.written.push(`${what} ${text}`),
  };
}

function callOf(kind: string, [a, b, c, d]: readonly unknown[]): Call {
  switch (kind) {
    case "open": {
      const flags = openFlags(b as number);
      if (!flags) throw new Error(`no flags ${String(b)}`);
      return { kind, path: a as string, flags };
    }
    case "close":
    case "flush":
    case "size":
      return { kind, fd: a as number };
    case "read":
    case "write": {
      const position = c === undefined ? {} : { position: c as number };
      return { kind, fd: a as number, buffers: (b as readonly RawSpan[]).map(spanOf), ...position };
    }
    case "compareAndSwap":
      return { kind, fd: a as number, offset: b as number, expected: c as bigint, desired: d as bigint };
    case "fetchAdd":
      return { kind, fd: a as number, offset: b as number, delta: c as bigint };
    case "ftruncate":
      return { kind, fd: a as number, length: b as number };
    case "truncate":
      return { kind, path: a as string, length: b as number };
    case "rename":
      return { kind, path: a as string, to: b as string };
    case "mkdir":
      return { kind, path: a as string, isRecursive: b === true };
    case "stat":
    case "unlink":
    case "rmdir":
    case "readdir":
      return { kind, path: a as string };
    default:
      throw new Error(`no call ${kind}`);
  }
}

const spanOf = ([bytes, offset, length]: RawSpan): Span => ({ offset, length, bytes });

function rawOf(answer: Answer, spans: readonly RawSpan[]): unknown {
  if (answer.kind !== "read") return answer;
  for (const [index, [bytes]] of spans.entries()) bytes.set(answer.bytes[index] ?? bytes);
  return { kind: "read", count: answer.count };
}
