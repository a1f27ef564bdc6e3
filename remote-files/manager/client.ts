import type { Socket } from "node:net";
import { sendLine } from "../protocol/lines.ts";
import type { Counters, Push } from "../protocol/messages.ts";
import type { FileEntry } from "./tree.ts";

/** A file that a thread has open. */
export interface Open {
  readonly id: number;
  readonly client: Client;
  /** Number of the file at the agent, without the first number. */
  readonly index: number;
  readonly file: FileEntry | undefined;
  readonly key: number;
  readonly writes: boolean;
  readonly usesAtomics: boolean;
  isRevoked: boolean;
}

/** The agent of one thread. It is gone when its connection is, or when it has not renewed its lease. */
export class Client {
  readonly pid: number;
  readonly isCanary: boolean;
  readonly opens = new Map<number, Open>();
  counters: Counters | undefined;
  /** Milliseconds on the manager's clock. */
  renewed = performance.now();
  readonly #socket: Socket;
  readonly #acknowledged = new Map<number, () => void>();
  #acknowledgements = 0;

  constructor(socket: Socket, pid: number, isCanary: boolean) {
    this.#socket = socket;
    this.pid = pid;
    this.isCanary = isCanary;
  }

  push(push: Push): void {
    sendLine(this.#socket, { kind: "push", push });
  }

  /** Sets bits in the flags of an open file. Resolves when the agent has them, when it is gone, or after `limit` milliseconds. */
  flag(open: Open, bits: number, limit: number): Promise<void> {
    const acknowledge = (this.#acknowledgements += 1);
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#acknowledged.delete(acknowledge);
        resolve();
      };
      const timer = setTimeout(done, limit);
      this.#acknowledged.set(acknowledge, done);
      this.push({ kind: "flag", index: open.index, open: open.id, bits, acknowledge });
    });
  }

  acknowledge(number: number): void {
    this.#acknowledged.get(number)?.();
  }

  gone(): void {
    for (const done of this.#acknowledged.values()) done();
  }
}
