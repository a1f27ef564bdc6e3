import { sizeWords } from "../protocol/layout.ts";
import type { Client } from "./client.ts";
import { Refused } from "./refused.ts";
import type { FileEntry } from "./tree.ts";

/** Which client writes which size word of a file. */
export class SizeWords {
  readonly #files = new Map<FileEntry, Map<Client, number>>();

  /** The word that a client has, or the first that is free. @throws {Refused} ENFILE: others have all. */
  of(client: Client, file: FileEntry): number {
    const words = this.#files.get(file) ?? new Map<Client, number>();
    this.#files.set(file, words);
    const known = words.get(client);
    if (known !== undefined) return known;
    const taken = new Set(words.values());
    for (let word = 1; word < sizeWords; word += 1) {
      if (taken.has(word)) continue;
      words.set(client, word);
      return word;
    }
    throw new Refused("ENFILE");
  }

  /** The file is no more. */
  forget(file: FileEntry): void {
    this.#files.delete(file);
  }

  /** The client is gone: others may have its words. */
  drop(client: Client): void {
    for (const words of this.#files.values()) words.delete(client);
  }
}
