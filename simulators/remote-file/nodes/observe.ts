import { adapterOf, peek } from "../verbs/adapter.ts";
import { wordBytesOfSize } from "./allocate.ts";
import { fileAt, liveReplicas, sizeAt } from "./manager.ts";
import type { World } from "./world.ts";

/** What a file holds, as it lies in memory now: without time, events or errors. Undefined: there is no such file. */
export function contentOf(world: World, path: string): Uint8Array | undefined {
  const number = world.directory.names.get(path);
  const [first] = number === undefined ? [] : liveReplicas(world, fileAt(world, number));
  return first ? peek(world.verbs, first.node, first.address + wordBytesOfSize, sizeAt(world, first)) : undefined;
}

/** The same of every copy that is left, in the order of the manager's reply. */
export function copiesOf(world: World, path: string): readonly Uint8Array[] {
  const number = world.directory.names.get(path);
  if (number === undefined) return [];
  return liveReplicas(world, fileAt(world, number)).map((extent) =>
    peek(world.verbs, extent.node, extent.address + wordBytesOfSize, sizeAt(world, extent)),
  );
}

/** Every file, in order of the paths. */
export function contents(world: World): readonly (readonly [path: string, bytes: Uint8Array])[] {
  return [...world.directory.names.keys()].sort().flatMap((path) => {
    const content = contentOf(world, path);
    return content ? [[path, content] as const] : [];
  });
}

/**
 * What the future depends on: the state with times counted from now, so that a program that waits in a loop comes back to the same state.
 * For `Transitions.futureOf`.
 */
export function futureOf(world: World): World {
  const { now, alarms } = world.verbs;
  if (now === 0) return world;
  return { ...world, verbs: { ...world.verbs, now: 0, alarms: alarms.map((alarm) => ({ ...alarm, at: alarm.at - now })) } };
}

/** Nodes that have crashed. */
export const crashedNodes = (world: World): readonly number[] =>
  world.verbs.adapters.flatMap((_, node) => (adapterOf(world.verbs, node).isAlive ? [] : [node]));
