import type { Mount, Node, RemoteFiles } from "../config/model.ts";
import { mountOf } from "./paths.ts";

/** What does not change in a run: the configuration, with numbers for nodes, and the processes on them. */
export interface Site {
  readonly configuration: RemoteFiles;
  /** Numbers of nodes by role, in the order of the configuration. */
  readonly managers: readonly number[];
  readonly memoryNodes: readonly number[];
  /** By number of the process. */
  readonly processes: readonly ProcessPlace[];
}

export interface ProcessPlace {
  readonly name: string;
  /** Number of its node. */
  readonly node: number;
}

/** @throws {Error} A process names no app node: the caller has checked that. */
export function siteOf(configuration: RemoteFiles, processes: readonly { readonly name: string; readonly node: string }[]): Site {
  const { nodes } = configuration;
  const ofRole = (role: Node["role"]) => nodes.flatMap((node, number) => (node.role === role ? [number] : []));
  return {
    configuration,
    managers: ofRole("manager"),
    memoryNodes: ofRole("memory"),
    processes: processes.map(({ name, node }) => {
      const number = nodes.findIndex((one) => one.role === "app" && one.name === node);
      if (number === -1) throw new Error(`process ${name} is on ${node}, which is no app node`);
      return { name, node: number };
    }),
  };
}

export function nodeOf({ configuration }: Site, number: number): Node {
  const node = configuration.nodes[number];
  if (!node) throw new Error(`there is no node ${number}`);
  return node;
}

export function mountAt({ configuration }: Site, number: number): Mount {
  const mount = configuration.mounts[number];
  if (!mount) throw new Error(`there is no mount ${number}`);
  return mount;
}

/** Number of the mount that a path is under. */
export const mountOfPath = ({ configuration }: Site, path: string): number | undefined => mountOf(configuration.mounts, path);

/** Names are spread over the managers by their hash (FNV-1a, 32 bits). */
export function managerOf({ managers }: Site, path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return managers[(hash >>> 0) % managers.length] ?? -1;
}
