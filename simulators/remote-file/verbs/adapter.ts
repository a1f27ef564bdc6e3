import type { PlacementOrder } from "../config/model.ts";
import { clearBytes, type Memory, readBytes, writeBytes, zeroMemory } from "./memory.ts";
import {
  access,
  type Adapter,
  type Buffer,
  isRemoteKey,
  localKey,
  lowestFree,
  type Numbers,
  numberOfKey,
  type Region,
  remoteKey,
  type Rules,
  type Verbs,
  type Window,
  withNumber,
} from "./state.ts";

/** Nodes by number, each with so many bytes that others may reach; no queue pair, nothing registered. */
export function newVerbs(rules: Rules, nodes: readonly { readonly memory: number; readonly inOrder: PlacementOrder }[]): Verbs {
  const adapters = nodes.map(
    ({ memory, inOrder }): Adapter => ({ isAlive: true, inOrder, memory: zeroMemory(memory), regions: [], windows: [], buffers: [] }),
  );
  return { rules, adapters, pairs: [], now: 0, alarms: [] };
}

export function adapterOf(verbs: Verbs, node: number): Adapter {
  const adapter = verbs.adapters[node];
  if (!adapter) throw new Error(`there is no node ${node}`);
  return adapter;
}

export function withAdapter(verbs: Verbs, node: number, change: Partial<Adapter>): Verbs {
  return { ...verbs, adapters: verbs.adapters.with(node, { ...adapterOf(verbs, node), ...change }) };
}

/** A refusal changes nothing. */
export type Refused = { readonly error: "EINVAL" | "EBUSY" | "EIO" };
export const isRefused = (answer: object): answer is Refused => "error" in answer;

/**
 * Registers a part of a node's memory.
 *
 * @returns EINVAL: outside the memory, or REMOTE_WRITE or REMOTE_ATOMIC without LOCAL_WRITE.
 * @see ibv_reg_mr(3)
 */
export function register(verbs: Verbs, node: number, region: Region): { readonly verbs: Verbs; readonly region: number } | Refused {
  const { memory, regions } = adapterOf(verbs, node);
  const isInside = 0 <= region.address && 0 <= region.length && region.address + region.length <= memory.size;
  if (!isInside || !isConsistent(region.access)) return { error: "EINVAL" };
  const number = lowestFree(regions);
  return { verbs: withAdapter(verbs, node, { regions: withNumber(regions, number, region) }), region: number };
}

const isConsistent = (flags: number): boolean =>
  (flags & (access.remoteWrite | access.remoteAtomic)) === 0 || (flags & access.localWrite) !== 0;

/** @returns EBUSY while a window is bound to it; EINVAL: there is none. @see ibv_dereg_mr(3) */
export function deregister(verbs: Verbs, node: number, region: number): { readonly verbs: Verbs } | Refused {
  const { regions, windows } = adapterOf(verbs, node);
  if (!regions[region]) return { error: "EINVAL" };
  if (windows.some((window) => window && !window.isRevoked && window.region === region)) return { error: "EBUSY" };
  return { verbs: withAdapter(verbs, node, { regions: withNumber(regions, region, undefined) }) };
}

/** Binds a window to a part of a region: a remote key of its own. @returns EINVAL: not inside the region, or more than the region allows. */
export function bindWindow(
  verbs: Verbs,
  node: number,
  window: Omit<Window, "isRevoked">,
  numbers?: Numbers,
): { readonly verbs: Verbs; readonly rkey: number } | Refused {
  const { regions, windows } = adapterOf(verbs, node);
  const region = regions[window.region];
  const isInside = region && region.address <= window.address && window.address + window.length <= region.address + region.length;
  if (!isInside || (window.access & ~region.access) !== 0) return { error: "EINVAL" };
  const number = lowestFree(windows, numbers);
  return {
    verbs: withAdapter(verbs, node, { windows: withNumber(windows, number, { ...window, isRevoked: false }) }),
    rkey: remoteKey(number),
  };
}

/** From now on every use of the key fails; what is placed already stays. */
export function revokeKey(verbs: Verbs, node: number, rkey: number): Verbs {
  const window = windowOf(verbs, node, rkey);
  if (!window || window.isRevoked) return verbs;
  const { windows } = adapterOf(verbs, node);
  return withAdapter(verbs, node, { windows: withNumber(windows, numberOfKey(rkey), { ...window, isRevoked: true }) });
}

/** Nobody holds the key any more: its number may be given out again. */
export function releaseKey(verbs: Verbs, node: number, rkey: number): Verbs {
  if (!windowOf(verbs, node, rkey)) return verbs;
  const { windows } = adapterOf(verbs, node);
  return withAdapter(verbs, node, { windows: withNumber(windows, numberOfKey(rkey), undefined) });
}

export const windowOf = (verbs: Verbs, node: number, rkey: number): Window | undefined =>
  isRemoteKey(rkey) ? adapterOf(verbs, node).windows[numberOfKey(rkey)] : undefined;

/** Registers a buffer of a program: its local key. */
export function registerBuffer(verbs: Verbs, node: number, buffer: Buffer): { readonly verbs: Verbs; readonly lkey: number } {
  const { buffers } = adapterOf(verbs, node);
  const number = lowestFree(buffers);
  return { verbs: withAdapter(verbs, node, { buffers: withNumber(buffers, number, buffer) }), lkey: localKey(number) };
}

export function releaseBuffer(verbs: Verbs, node: number, lkey: number): Verbs {
  return withAdapter(verbs, node, { buffers: withNumber(adapterOf(verbs, node).buffers, numberOfKey(lkey), undefined) });
}

export const bufferOf = (verbs: Verbs, node: number, lkey: number): Buffer | undefined => adapterOf(verbs, node).buffers[numberOfKey(lkey)];

/** What lies in memory, without time, events or checks: for observers and for the owner of the memory. */
export const peek = (verbs: Verbs, node: number, address: number, length: number): Uint8Array =>
  readBytes(adapterOf(verbs, node).memory, address, length);

export const poke = (verbs: Verbs, node: number, address: number, bytes: Uint8Array): Verbs =>
  withMemory(verbs, node, (memory) => writeBytes(memory, address, bytes));

export const zero = (verbs: Verbs, node: number, address: number, length: number): Verbs =>
  withMemory(verbs, node, (memory) => clearBytes(memory, address, length));

export const withMemory = (verbs: Verbs, node: number, change: (memory: Memory) => Memory): Verbs =>
  withAdapter(verbs, node, { memory: change(adapterOf(verbs, node).memory) });
