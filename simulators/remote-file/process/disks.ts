import type { Identifier } from "../search/identify.ts";
import type { Disk } from "./types.ts";

/** Virtual disks of nodes, by their content: equal disks are one object. */
export class Disks {
  readonly #identifier: Identifier;
  readonly #known = new Map<number, Disk>();
  readonly empty: Disk;

  constructor(identifier: Identifier) {
    this.#identifier = identifier;
    this.empty = this.#intern(new Map());
  }

  /** @param bytes Undefined: the key is not there any more. */
  with({ entries }: Disk, key: string, bytes: Uint8Array | undefined): Disk {
    const changed = new Map(entries);
    if (bytes === undefined) changed.delete(key);
    else changed.set(key, bytes);
    return this.#intern(changed);
  }

  #intern(entries: ReadonlyMap<string, Uint8Array>): Disk {
    const id = this.#identifier.idOf(entries);
    const known = this.#known.get(id);
    if (known) return known;
    const made: Disk = { id, entries };
    this.#known.set(id, made);
    return made;
  }
}
