import type { Change } from "../../nodes/testing/programs.ts";
import { siteFor } from "../../nodes/testing/programs.ts";
import { evaluate, type Files } from "./evaluate.ts";
import { fakeAgent, type Told } from "./fake-agent.ts";

/** What the text of files needs of Node, where it runs beside it. */
export interface Beside {
  /** By name: what `host:buffer` is there. */
  readonly modules: Readonly<Record<string, unknown>>;
  readonly inspect: (value: unknown, options?: object) => string;
  readonly nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) => void;
}

/** Files over the nodes of the model, outside of the machine; with what the run was told of. `own`: other intrinsics. */
export function filesBeside(
  { modules, inspect, nextTick }: Beside,
  change: Change = {},
  own: Readonly<Record<string, unknown>> = {},
): Files & { readonly told: Told } {
  const told: Told = { strayed: [], refused: [], written: [] };
  const site = siteFor({ apps: 1, mount: { regionSize: 65_536, ...change.mount }, ...change }, [function* () {}]);
  const nodes = site.configuration.nodes.map((node) => ({ ...node, memory: 1 << 24 }));
  let random = 0;
  const intrinsics = {
    ...fakeAgent({ ...site, configuration: { ...site.configuration, nodes } }, told),
    $inspect: inspect,
    $enqueue: (callback: (...args: unknown[]) => void, args: readonly unknown[]) => nextTick(callback, ...args),
    $randomBytes: (count: number) => Uint8Array.from({ length: count }, () => (random = (random * 37 + 11) % 251)),
    $hostModule: (name: string) => modules[name],
    ...own,
  };
  return { ...evaluate(modules, intrinsics), told };
}
