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
export function simulateReads({ nic, clients, bytes, reads, opensEach }: ReadLoad): ReadTimes {
  const queue = new EventQueue();
  const way = wayUs(nic, bytes) / 2;
  const wire = wireUs(nic, bytes);
  const slot = slotUs(nic);
  const open = opensEach ? openUs(nic, false) : 0;
  const left = new Int32Array(clients).fill(reads);
  const begun = new Float64Array(clients);
  /** When the own adapter, the memory node's adapter and its wire are free. */
  const ownFree = new Float64Array(clients);
  let adapterFree = 0;
  let wireFree = 0;
  let total = 0;
  let events = 0;
  for (let client = 0; client < clients; client += 1) queue.schedule(open, client * 8 + stage.opened);
  for (;;) {
    const event = queue.take();
    if (event === -1) return { microseconds: queue.now, meanUs: total / (clients * reads), events, reads: clients * reads };
    const client = event >> 3;
    const { now } = queue;
    events += 1;
    switch (event & 7) {
      case stage.opened:
        events -= 1;
        begun[client] = now - open;
        ownFree[client] = (now > (ownFree[client] as number) ? now : (ownFree[client] as number)) + slot / 2;
        queue.schedule(ownFree[client] as number, client * 8 + stage.posted);
        break;
      case stage.posted:
        queue.schedule(now + way, client * 8 + stage.arrived);
        break;
      case stage.arrived:
        adapterFree = (now > adapterFree ? now : adapterFree) + slot / 2;
        queue.schedule(adapterFree, client * 8 + stage.served);
        break;
      case stage.served:
        wireFree = (now > wireFree ? now : wireFree) + wire;
        queue.schedule(wireFree, client * 8 + stage.sent);
        break;
      case stage.sent:
        queue.schedule(now + way, client * 8 + stage.completed);
        break;
      default:
        total += now - (begun[client] as number);
        left[client] = (left[client] as number) - 1;
        if ((left[client] as number) > 0) {
          begun[client] = now;
          if (opensEach) queue.schedule(now + open, client * 8 + stage.opened);
          else {
            ownFree[client] = (now > (ownFree[client] as number) ? now : (ownFree[client] as number)) + slot / 2;
            queue.schedule(ownFree[client] as number, client * 8 + stage.posted);
          }
        }
    }
  }
}
