import type { Nic } from "../config/model.ts";
import { openUs, slotUs, wayUs, wireUs } from "./cost.ts";
import { EventQueue } from "./event-queue.ts";

/** Clients that open a file and read from it, one after the other, on one memory node. */
export interface ReadLoad {
  readonly nic: Nic;
  readonly clients: number;
  /** Of each read. */
  readonly bytes: number;
  /** Reads of each client. */
  readonly reads: number;
  /** Each read is of a file that is opened before it. */
  readonly opensEach: boolean;
}

export interface ReadTimes {
  /** Simulated time at the end. */
  readonly microseconds: number;
  /** Mean of an open and its reads, or of a read. */
  readonly meanUs: number;
  /** Events of the simulation. */
  readonly events: number;
  readonly reads: number;
}

/** The stages of a read: each ends with an event. */
const stage = { opened: 0, posted: 1, arrived: 2, served: 3, sent: 4, completed: 5 } as const;

/**
 * Five events for each read: it is posted, arrives at the memory node's adapter, is taken up there (message rate), has all its bytes on the wire
 * (bandwidth), and completes. Adapters and wire serve one message after the other, in the order of arrival.
 */
export function simulateReads(load: ReadLoad): ReadTimes {
  return new Reads(load).run();
}

class Reads {
  readonly #load: ReadLoad;
  readonly #queue = new EventQueue();
  readonly #way: number;
  readonly #wire: number;
  readonly #halfSlot: number;
  readonly #open: number;
  /** Reads that each client has still to do, and when its present one began. */
  readonly #left: Int32Array;
  readonly #begun: Float64Array;
  /** When the client's adapter, the memory node's adapter and its wire are free. */
  readonly #ownFree: Float64Array;
  #adapterFree = 0;
  #wireFree = 0;
  #total = 0;
  #events = 0;

  constructor(load: ReadLoad) {
    const { nic, bytes, clients, reads, opensEach } = load;
    this.#load = load;
    this.#way = wayUs(nic, bytes) / 2;
    this.#wire = wireUs(nic, bytes);
    this.#halfSlot = slotUs(nic) / 2;
    this.#open = opensEach ? openUs(nic, false) : 0;
    this.#left = new Int32Array(clients).fill(reads);
    this.#begun = new Float64Array(clients);
    this.#ownFree = new Float64Array(clients);
  }

  run(): ReadTimes {
    const queue = this.#queue;
    const { clients, reads } = this.#load;
    for (let client = 0; client < clients; client += 1) this.#begin(client);
    for (let event = queue.take(); event !== -1; event = queue.take()) this.#handle(event >> 3, event & 7);
    return { microseconds: queue.now, meanUs: this.#total / (clients * reads), events: this.#events, reads: clients * reads };
  }

  #begin(client: number): void {
    this.#begun[client] = this.#queue.now;
    if (this.#load.opensEach) this.#queue.schedule(this.#queue.now + this.#open, client * 8 + stage.opened);
    else this.#post(client);
  }

  #post(client: number): void {
    const free = Math.max(this.#queue.now, this.#ownFree[client] as number) + this.#halfSlot;
    this.#ownFree[client] = free;
    this.#queue.schedule(free, client * 8 + stage.posted);
  }

  #handle(client: number, ended: number): void {
    const queue = this.#queue;
    const { now } = queue;
    if (ended !== stage.opened) this.#events += 1;
    switch (ended) {
      case stage.opened:
        return this.#post(client);
      case stage.posted:
        return queue.schedule(now + this.#way, client * 8 + stage.arrived);
      case stage.arrived:
        this.#adapterFree = Math.max(now, this.#adapterFree) + this.#halfSlot;
        return queue.schedule(this.#adapterFree, client * 8 + stage.served);
      case stage.served:
        this.#wireFree = Math.max(now, this.#wireFree) + this.#wire;
        return queue.schedule(this.#wireFree, client * 8 + stage.sent);
      case stage.sent:
        return queue.schedule(now + this.#way, client * 8 + stage.completed);
      default:
        return this.#complete(client, now);
    }
  }

  #complete(client: number, now: number): void {
    this.#total += now - (this.#begun[client] as number);
    const left = (this.#left[client] as number) - 1;
    this.#left[client] = left;
    if (left > 0) this.#begin(client);
  }
}
