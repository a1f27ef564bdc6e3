import type { Pointer } from "../../core/config/node.ts";

/** What a text or number of a configuration stands for, beyond its type in the schema. */
export type Role = "host" | "group" | "element" | "switch" | "leaf" | "udpPort" | "address" | "tenant";

/** Undefined: nothing more than the schema says. */
export function roleOf(pointer: Pointer): Role | undefined {
  const path = pointer.map((step) => (typeof step === "number" ? "#" : step)).join(".");
  if (/^hosts\.[^.]+(\.#)?$/.test(path)) return "host";
  return roles.get(path);
}

/** `#` stands for an index. */
const roles: ReadonlyMap<string, Role> = new Map([
  ["groups.#.receivers.#", "host"],
  ["groups.#.senders.#", "host"],
  ["streams.#.receivers.#", "host"],
  ["streams.#.senders.#", "host"],
  ["churn.candidates.#", "host"],
  ["installed.headers.#.from", "host"],
  ["streams.#.group", "group"],
  ["installed.headers.#.group", "group"],
  ["failures.#.at", "element"],
  ["failures.#.at.#", "element"],
  ["installed.rules.#.at", "switch"],
  ["installed.headers.#.leafRules.#.leaves.#", "leaf"],
  ["streams.#.udpPort", "udpPort"],
  ["groups.#.address", "address"],
  ["installed.rules.#.address", "address"],
  ["groups.#.tenant", "tenant"],
  ["installed.rules.#.tenant", "tenant"],
]);
