import { adapterOf } from "../verbs/adapter.ts";
import { mountAt, nodeOf, type Site } from "./site.ts";
import type { Extent, World } from "./world.ts";

/** Bytes of the word in front of each file's bytes that holds its size. */
export const wordBytesOfSize = 8;

/** What a memory node has to register: what it offers, and a size word for each of the smallest files that fit in. */
export const physicalBytes = (memory: number): number => Math.ceil(memory / 8) * 8 + wordBytesOfSize * Math.ceil(memory / 4096);

/**
 * Finds room for a file: first fit on the memory node with the most free bytes, and so on for its replicas, each on another node.
 *
 * @param wanted Number of the node that has to be the first one.
 * @returns Undefined: there is no room (ENOSPC).
 */
export function allocate(site: Site, world: World, mount: number, wanted?: number): readonly Extent[] | undefined {
  const { regionSize, replicas } = mountAt(site, mount);
  const candidates = site.memoryNodes
    .filter((node) => adapterOf(world.verbs, node).isAlive)
    .map((node) => ({ node, free: freeBytes(site, world, node) }))
    .sort((a, b) => Number(b.node === wanted) - Number(a.node === wanted) || b.free - a.free || a.node - b.node);
  const extents = candidates.flatMap(({ node, free }) => {
    const address = regionSize <= free ? firstFit(site, world, node, regionSize) : undefined;
    return address === undefined ? [] : [{ node, address }];
  });
  const isWanted = wanted === undefined || extents[0]?.node === wanted;
  return extents.length < replicas || !isWanted ? undefined : extents.slice(0, replicas);
}

function freeBytes(site: Site, world: World, node: number): number {
  const used = extentsOn(site, world, node).reduce((sum, { length }) => sum + length - wordBytesOfSize, 0);
  return nodeOf(site, node).memory - used;
}

function firstFit(site: Site, world: World, node: number, regionSize: number): number | undefined {
  const needed = regionSize + wordBytesOfSize;
  let address = 0;
  for (const taken of extentsOn(site, world, node)) {
    if (address + needed <= taken.address) break;
    address = taken.address + taken.length;
  }
  return address + needed <= physicalBytes(nodeOf(site, node).memory) ? address : undefined;
}

/** What is given to files, unlinked ones that are not yet recycled included; by address. */
function extentsOn(site: Site, { directory }: World, node: number): readonly { readonly address: number; readonly length: number }[] {
  return directory.files
    .flatMap((file) => {
      const length = file ? mountAt(site, file.mount).regionSize + wordBytesOfSize : 0;
      return file ? file.replicas.filter((extent) => extent.node === node).map(({ address }) => ({ address, length })) : [];
    })
    .sort((a, b) => a.address - b.address);
}
