import { strideOf } from "../protocol/layout.ts";
import type { FromMemoryNode, MemoryRequest, Replica } from "../protocol/messages.ts";
import type { MountSettings, RunSettings } from "../protocol/settings.ts";
import { Memory } from "./memory.ts";
import { Refused } from "./refused.ts";
import type { RemoteMemory } from "./remote-memory.ts";
import type { FileEntry } from "./tree.ts";

/** Where files lie: the memory of the nodes, what is asked of those that have a file, and which of them still live. */
export class Placement {
  readonly #memories: readonly Memory[];
  readonly #nodes: readonly RemoteMemory[];

  constructor(settings: RunSettings["memoryNodes"], nodes: readonly RemoteMemory[]) {
    this.#memories = settings.map(({ name, memory }) => new Memory(name, memory));
    this.#nodes = nodes;
  }

  /** Bytes of all nodes. */
  get offered(): number {
    return this.#memories.reduce((total, { offered }) => total + offered, 0);
  }

  /** Bytes of all nodes. */
  get free(): number {
    return this.#memories.reduce((total, { free }) => total + free, 0);
  }

  /** First fit on the nodes with the most free bytes, the one that is wanted before all. @throws {Refused} ENOSPC */
  take(mount: MountSettings, wanted?: string): readonly Replica[] {
    const candidates = this.#memories
      .map((memory, node) => ({ memory, node }))
      .filter(({ memory, node }) => !this.#nodes[node]?.isLost && memory.free >= mount.regionSize)
      .toSorted((a, b) => Number(b.memory.name === wanted) - Number(a.memory.name === wanted) || b.memory.free - a.memory.free)
      .slice(0, mount.replicas);
    if (candidates.length < mount.replicas) throw new Refused("ENOSPC");
    return candidates.map(({ memory, node }) => ({ node, base: memory.take(mount.regionSize) ?? 0 }));
  }

  /** The memory of a file is used again, once it holds zeros. */
  giveBack({ mount, replicas }: FileEntry): void {
    for (const replica of replicas) void this.#clear(replica, mount.regionSize);
  }

  async #clear({ node, base }: Replica, regionSize: number): Promise<void> {
    const isCleared = await this.#nodes[node]?.ask({ kind: "clear", base, stride: strideOf(regionSize) }).then(
      () => true,
      () => false,
    );
    if (isCleared === true) this.#memories[node]?.give(base, regionSize);
  }

  /** Asks the memory nodes that live and have the file. */
  ask(file: FileEntry, request: (base: number) => MemoryRequest, isBypass = false): readonly Promise<FromMemoryNode>[] {
    return file.replicas.flatMap(({ node, base }) => {
      const memory = this.#nodes[node];
      return memory && !memory.isLost ? [memory.ask(request(base), isBypass)] : [];
    });
  }

  /** Nobody who has the file is left. */
  isLost(file: FileEntry): boolean {
    return file.replicas.every(({ node }) => this.#nodes[node]?.isLost);
  }
}
