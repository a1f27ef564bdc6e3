import type { MemoryNodeAddress } from "../protocol/settings.ts";
import { host } from "./host.ts";

/** A thread's way to the memory of one node: the file that is its memory, opened once. */
export class Channel {
  readonly node: number;
  readonly #memory: string;
  #fd: number | undefined;
  /** Something has failed on it: whatever is posted later is flushed. */
  #hasFailed = false;

  constructor(node: number, { memory }: MemoryNodeAddress) {
    this.node = node;
    this.#memory = memory;
  }

  /** Opens it, if it is not. @throws ENOENT: the memory node and its memory are gone. */
  setUp(): void {
    this.#fd ??= host.openSync(this.#memory, "r+");
  }

  get fd(): number {
    this.setUp();
    return this.#fd ?? -1;
  }

  /** The status of work that is posted although the memory node is lost: the first runs out of tries, the later is flushed. */
  fail(): "RETRY_EXC" | "WR_FLUSH" {
    const status = this.#hasFailed ? "WR_FLUSH" : "RETRY_EXC";
    this.#hasFailed = true;
    return status;
  }
}
