import type { Fabric, Group, InstalledHeader } from "../model.ts";
import { installGroups, type Installation } from "../rules.ts";
import { createWalker, type Walker } from "../walk.ts";

/** A fabric with everything installed: what all checks look at. */
export interface State {
  readonly fabric: Fabric;
  readonly installation: Installation;
  /** Headers written by hand, by `headerKey`. Of two for one sender the first is in the table, as with table entries. */
  readonly headers: ReadonlyMap<string, InstalledHeader>;
  readonly walker: Walker;
}

export function stateOf(fabric: Fabric): State {
  const installation = installGroups(fabric.topology, fabric.limits, fabric.groups, fabric.installed.rules);
  const headers = new Map<string, InstalledHeader>();
  for (const header of fabric.installed.headers) {
    if (header.group === undefined || header.from === undefined) continue;
    const key = headerKey(header.group, header.from);
    if (!headers.has(key)) headers.set(key, header);
  }
  return { fabric, installation, headers, walker: createWalker(fabric.topology, installation.tables) };
}

/** Who sends to a group: its senders, and whoever has a header for it written by hand. Ascending. */
export function sendersOf(state: State, group: Group): readonly number[] {
  if (state.headers.size === 0) return group.senders;
  const extra = [...state.headers.values()].flatMap(({ group: index, from }) =>
    index === group.index && from !== undefined ? [from] : [],
  );
  return [...new Set([...group.senders, ...extra])].sort((a, b) => a - b);
}

export const headerKey = (group: number, from: number): string => `${group}:${from}`;

/** Groups that are checked: those whose members name hosts. */
export const soundGroups = (fabric: Fabric): readonly Group[] => fabric.groups.filter((group) => !group.isBroken);
