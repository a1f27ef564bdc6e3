import { adapterOf, releaseKey, revokeKey, windowOf } from "../verbs/adapter.ts";
import { fileAt, recycle, setFile } from "./manager.ts";
import type { Turn } from "./turn.ts";
import type { Opener } from "./world.ts";

/** A closed file gives its token back at once; its keys live on until the work that uses them is placed (see `sweepKeys`). */
export function dropOpener(turn: Turn, number: number, process: number, fd: number): void {
  const file = turn.world.directory.files[number];
  if (!file) return;
  const openers = file.openers.map((opener) => (opener.process === process && opener.fd === fd ? { ...opener, isClosed: true } : opener));
  setFile(turn, number, { ...file, openers });
  sweepKeys(turn);
}

/** Releases the keys of closed files that no work uses any more. */
export function sweepKeys(turn: Turn): void {
  turn.world.directory.files.forEach((file, number) => {
    const over = file?.openers.filter((opener) => opener.isClosed && !isInUse(turn, opener)) ?? [];
    if (over.length > 0) forget(turn, number, over);
  });
}

function isInUse(turn: Turn, { keys }: Opener): boolean {
  return turn.verbs.pairs.some((pair) => {
    const work = pair?.queue;
    return work?.some(({ rkey }) => keys.some((one) => one.node === pair?.peer?.node && (one.data === rkey || one.size === rkey)));
  });
}

function forget(turn: Turn, number: number, gone: readonly Opener[]): void {
  for (const { keys } of gone) {
    for (const { node, data, size } of keys) turn.verbs = releaseKey(releaseKey(turn.verbs, node, data), node, size);
  }
  const file = fileAt(turn.world, number);
  setFile(turn, number, { ...file, openers: file.openers.filter((opener) => !gone.includes(opener)) });
  recycle(turn, number);
}

/** The leases of a node that is gone have ended: its keys and tokens are taken back, by the managers that live. */
export function endLeases(turn: Turn, node: number): void {
  if (!turn.site.managers.some((manager) => adapterOf(turn.verbs, manager).isAlive)) return;
  turn.tell({ action: "manager.lease-end", node });
  turn.world.directory.files.forEach((file, number) => {
    if (!file || !adapterOf(turn.verbs, file.manager).isAlive) return;
    const gone = file.openers.filter(({ process }) => turn.process(process).node === node);
    for (const { process, keys } of gone) {
      for (const { node: target, data, size } of keys) {
        if (windowOf(turn.verbs, target, data)?.isRevoked === false) {
          turn.tell({ action: "manager.revoke", target, rkey: data, process, cause: "lease" });
        }
        turn.verbs = revokeKey(revokeKey(turn.verbs, target, data), target, size);
      }
    }
    if (gone.length > 0) forget(turn, number, gone);
  });
}
