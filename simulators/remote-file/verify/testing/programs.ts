import fc from "fast-check";
import type { Sketch } from "./scenario.ts";

/** One operation of a generated program, on one of two files. */
export type Operation =
  | { readonly kind: "write" | "read"; readonly file: number; readonly at: number; readonly length: number }
  | { readonly kind: "add" | "swap"; readonly file: number; readonly at: number }
  | { readonly kind: "reopen" | "unlink" | "rename" | "whole" | "append" | "sync"; readonly file: number }
  | { readonly kind: "both"; readonly file: number }
  | { readonly kind: "sleep"; readonly file: number };

const file = fc.nat(1);
const at = fc.constantFrom(0, 8, 16);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("write" as const, "read" as const), file, at, length: fc.constantFrom(8, 16, 24) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("add" as const, "swap" as const), file, at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("reopen", "unlink", "rename", "whole", "append", "sync") as fc.Arbitrary<"reopen">,
      file,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("both" as const), file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("sleep" as const), file }) },
);

/** Operations of two processes. */
export const programs = (most: number): fc.Arbitrary<readonly (readonly Operation[])[]> =>
  fc.tuple(fc.array(operation, { minLength: 1, maxLength: most }), fc.array(operation, { minLength: 1, maxLength: most }));

/** How the nodes are set up. */
export const shapes = fc.record({
  completion: fc.constantFrom("delivery", "transmit", "commit"),
  writers: fc.constantFrom("single", "multi"),
  replicas: fc.constantFrom(1, 1, 1, 2),
  isOneNode: fc.boolean(),
  inOrder: fc.constantFrom("none", "message"),
});

export type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

export function configurationOf({ completion, writers, replicas, inOrder }: Shape, crashes: number, preemptions: number): object {
  return {
    mounts: [{ prefix: "/rdma", regionSize: 4096, access: "rw+atomic", writers, replicas }],
    nics: { own: { baseUs: 1, openUs: 1, hopUsPerKiB: 0, gigabytesPerSecond: 10, inOrder } },
    nodes: [
      { name: "one", role: "app" },
      { name: "two", role: "app" },
      { name: "manager", role: "manager" },
      { name: "mem1", role: "memory", nic: "own" },
      { name: "mem2", role: "memory", nic: "own" },
    ],
    files: [{ path: "/rdma/a", zeros: 24 }],
    completion,
    explore: { crashes, preemptions },
  };
}

/** What both processes read tells what they saw; errors are told by their codes. The same text for every program: it is bundled and compiled once. */
export const interpreter = (isOneNode: boolean): string => `
import { open, readFile, rename, unlink } from "node:fs/promises";
import { compareAndSwap, fetchAdd } from "faultline/remote-file";
import { setTimeout as sleep } from "node:timers/promises";

const PATHS = ["/rdma/a", "/rdma/b"];

async function run(number: number): Promise<string> {
  const handles: any[] = [];
  const seen: string[] = [];
  const of = async (file: number) => (handles[file] ??= await open(PATHS[file], "r+"));
  for (const [index, step] of JSON.parse(process.env.PROGRAM ?? "[]")[number].entries()) {
    const mark = 16 * (number + 1) + index;
    try {
      switch (step.kind) {
        case "write": await (await of(step.file)).write(Buffer.alloc(step.length, mark), 0, step.length, step.at); break;
        case "read": {
          const { bytesRead, buffer } = await (await of(step.file)).read(Buffer.alloc(step.length), 0, step.length, step.at);
          seen.push(bytesRead + ":" + buffer.toString("hex"));
          break;
        }
        case "add": seen.push(String(await fetchAdd(await of(step.file), step.at, BigInt(mark)))); break;
        case "swap": seen.push(String(await compareAndSwap(await of(step.file), step.at, 0n, BigInt(mark)))); break;
        case "reopen": { const old = handles[step.file]; handles[step.file] = undefined; await old?.close(); break; }
        case "unlink": await unlink(PATHS[step.file]); break;
        case "rename": await rename(PATHS[step.file], PATHS[1 - step.file]); break;
        case "whole": seen.push((await readFile(PATHS[step.file])).toString("hex")); break;
        case "append": { const handle = await open(PATHS[step.file], "a"); await handle.write(Buffer.alloc(8, mark)); await handle.close(); break; }
        case "sync": await (await of(step.file)).datasync(); break;
        case "both": {
          const handle = await of(step.file);
          const buffer = Buffer.alloc(16);
          await Promise.all([handle.write(Buffer.alloc(16, mark), 0, 16, 0), handle.read(buffer, 0, 16, 8)]);
          seen.push(buffer.toString("hex"));
          break;
        }
        case "sleep": await sleep(step.file === 0 ? 5 : 200); break;
      }
    } catch (error: any) {
      seen.push(error.code);
    }
  }
  for (const handle of handles) await handle?.close();
  return seen.join(" ");
}

/** @process node=one */
export async function first(): Promise<string> { return run(0); }

/** @process node=${isOneNode ? "one" : "two"} */
export async function second(): Promise<string> { return run(1); }
`;

export const sketchOf = (
  program: readonly (readonly Operation[])[],
  shape: Shape,
  { crashes, preemptions }: { readonly crashes: number; readonly preemptions: number },
): Sketch => ({
  text: interpreter(shape.isOneNode),
  configuration: configurationOf(shape, crashes, preemptions),
  environment: { PROGRAM: JSON.stringify(program) },
});
