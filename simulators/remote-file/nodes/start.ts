import { isRefused, newVerbs, poke, register } from "../verbs/adapter.ts";
import { wordBytes } from "../verbs/memory.ts";
import { access } from "../verbs/state.ts";
import { physicalBytes, wordBytesOfSize } from "./allocate.ts";
import { emptyDirectory } from "./directory.ts";
import { fileAt } from "./manager.ts";
import { create } from "./manager-open.ts";
import { normalPath } from "./paths.ts";
import { mountOfPath, type Site } from "./site.ts";
import { Turn, type Turned } from "./turn.ts";
import type { World } from "./world.ts";

/**
 * All nodes as they start: memory nodes register their memory, which is the last that their operating systems do; files of the configuration are there.
 *
 * @throws {Error} A file has no room or no mount: the reader of the configuration has checked that (FL4000).
 */
export function startWorld(site: Site): Turned {
  const { nodes, files, explore, completion } = site.configuration;
  const isMemory = (index: number) => site.memoryNodes.includes(index);
  const verbs = newVerbs(
    { fragments: explore.fragments, completion },
    nodes.map(({ memory, nic }, index) => ({ memory: isMemory(index) ? physicalBytes(memory) : 0, inOrder: nic.inOrder })),
  );
  const processes = site.processes.map(({ node }) => ({ node, isAlive: true, files: [], operations: [] }));
  const world: World = { verbs, directory: emptyDirectory, channels: [], processes, crashesLeft: explore.crashes };
  const turn = new Turn(site, world);
  for (const node of site.memoryNodes) registerMemory(turn, node);
  for (const { path, size, content, node } of files) {
    place(turn, normalPath(path), size, content, node === undefined ? undefined : nodes.findIndex(({ name }) => name === node));
  }
  return turn.done();
}

function registerMemory(turn: Turn, node: number): void {
  const { size } = turn.verbs.adapters[node]?.memory ?? { size: 0 };
  const flags = access.localWrite | access.remoteRead | access.remoteWrite | access.remoteAtomic;
  const registered = register(turn.verbs, node, { address: 0, length: size, access: flags });
  if (isRefused(registered)) throw new Error("a node cannot register its memory");
  turn.verbs = registered.verbs;
  turn.tell({ action: "os.register", target: node, length: size });
}

function place(turn: Turn, path: string, size: number, content: Uint8Array, wanted: number | undefined): void {
  const mount = mountOfPath(turn.site, path);
  const file = mount === undefined ? undefined : create(turn, mount, path, wanted);
  if (file === undefined) throw new Error(`there is no room for ${path}`);
  for (const { node, address } of fileAt(turn.world, file).replicas) {
    turn.verbs = poke(turn.verbs, node, address, wordBytes(BigInt(size)));
    turn.verbs = poke(turn.verbs, node, address + wordBytesOfSize, content);
  }
}
