import { connect, type Socket } from "node:net";
import { activityOf, type Activity } from "../protocol/activity.ts";
import { readLines, sendLine } from "../protocol/lines.ts";
import type { FromMemoryNode, MemoryRequest } from "../protocol/messages.ts";
import type { MemoryNodeReport } from "../protocol/process.ts";
import type { MemoryNodeAddress } from "../protocol/settings.ts";
import { lost, Refused } from "./refused.ts";

/** The connection to the process of a memory node; stops that process between requests when it is told to. */
export class RemoteMemory {
  readonly address: MemoryNodeAddress;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #ids = 0;
  #isLost = false;
  #stops = false;
  #before: Activity | undefined;
  #after: Activity | undefined;
  #between = 0;
  #atomics = 0;
  /** Called once, when the process has ended. */
  onLost: () => void = () => undefined;

  constructor(address: MemoryNodeAddress, socket: Socket) {
    this.address = address;
    this.#socket = socket;
    readLines(socket, (message) => this.#take(message as FromMemoryNode));
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#lose());
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** From now on the process is stopped whenever nothing is asked of it. */
  stopBetweenRequests(): void {
    this.#stops = true;
    this.#rest();
  }

  /**
   * @param isBypass The request is about a file that is open: reads and writes make none.
   * @throws {Refused} ETIMEDOUT: the process has ended.
   */
  ask(request: MemoryRequest, isBypass = false): Promise<FromMemoryNode> {
    if (this.#isLost) return Promise.reject(lost());
    this.#wake();
    if (request.kind === "atomic") this.#atomics += 1;
    else if (isBypass) this.#between += 1;
    const id = (this.#ids += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      sendLine(this.#socket, { id, request });
    });
  }

  /** Continues the process and says what it has done. */
  finish(): MemoryNodeReport {
    const last = activityOf(this.address.pid);
    const after = this.#after ?? last;
    const before = this.#before ?? after;
    this.#stops = false;
    this.#signal("SIGCONT");
    this.#socket.destroy();
    return {
      name: this.address.name,
      pid: this.address.pid,
      stopped: this.#before !== undefined,
      ended: this.#isLost,
      cpuTicksBefore: before.ticks,
      cpuTicksAfter: last.isStopped ? last.ticks : after.ticks,
      contextSwitchesBefore: before.switches,
      contextSwitchesAfter: last.isStopped ? last.switches : after.switches,
      requestsBetweenOpenAndClose: this.#between,
      atomics: this.#atomics,
    };
  }

  #take({ id, ...answer }: FromMemoryNode): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    // Stopped before the answer goes on: whoever hears it may rely on that.
    this.#rest();
    if (answer.error) waiting?.reject(new Refused(answer.error.code, answer.error.status));
    else waiting?.resolve({ id, ...answer });
  }

  #rest(): void {
    if (!this.#stops || this.#waiting.size > 0 || this.#isLost) return;
    this.#signal("SIGSTOP");
    const { pid } = this.address;
    for (let tries = 0; tries < 10_000 && !activityOf(pid).isStopped; tries += 1);
    this.#before = activityOf(pid);
    this.#after = undefined;
  }

  #wake(): void {
    if (!this.#stops || this.#before === undefined || this.#waiting.size > 0) return;
    this.#after = activityOf(this.address.pid);
    this.#signal("SIGCONT");
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(this.address.pid, signal);
    } catch {
      // It has ended.
    }
  }

  #lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    for (const waiting of this.#waiting.values()) waiting.reject(lost());
    this.#waiting.clear();
    this.onLost();
  }
}

interface Waiting {
  readonly resolve: (answer: FromMemoryNode) => void;
  readonly reject: (error: Refused) => void;
}

/** Connects to the process of a memory node. */
export function connectMemory(address: MemoryNodeAddress): Promise<RemoteMemory> {
  return new Promise((resolve, reject) => {
    const socket = connect(address.socket);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(new RemoteMemory(address, socket));
    });
  });
}
