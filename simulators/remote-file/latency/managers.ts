import { Random } from "../../core/random.ts";
import { EventQueue } from "./event-queue.ts";

/** Clients that ask managers for names and do nothing else: a closed queue. Times in microseconds. */
export interface ManagerLoad {
  readonly clients: number;
  /** Requests that each client has under way. */
  readonly requestsUnderWay: number;
  readonly managers: number;
  /** Processors of each manager. */
  readonly servers: number;
  /** Time of a processor for one request, without and for each client. */
  readonly serviceUs: number;
  readonly serviceUsPerClient: number;
  /** Time of one request when nobody else asks, service without clients included. */
  readonly requestUs: number;
  /** Requests to simulate. */
  readonly requests: number;
  readonly seed: number;
}

export interface ManagerTimes {
  /** Millions of requests per second. */
  readonly millionsPerSecond: number;
  readonly events: number;
}

/**
 * Fitted to the metadata figures of Crail (one namenode with 8 processors, ConnectX-5): 5 requests under way for each client,
 * 0.770 + 0.004 µs of a processor per client, the rest of 5.4 µs on the way.
 *
 * @see Crail blog, "Crail metadata performance", 2019
 */
export const crailNamenode = {
  requestsUnderWay: 5,
  servers: 8,
  serviceUs: 0.77,
  serviceUsPerClient: 0.004,
  requestUs: 5.4,
} as const;

/** Service times are exponential; names are spread over the managers by a hash, here at random. */
export function simulateManagers(load: ManagerLoad): ManagerTimes {
  const { clients, requestsUnderWay, managers, servers, requests, seed } = load;
  const random = new Random(seed);
  const queue = new EventQueue();
  const service = load.serviceUs + load.serviceUsPerClient * clients;
  const way = Math.max(0, load.requestUs - service) / 2;
  const waiting = new Int32Array(managers);
  const busy = new Int32Array(managers);
  const arrive = 0;
  const leave = 1;
  const back = 2;
  const send = (kind: number, manager: number, delay: number) => queue.schedule(queue.now + delay, manager * 4 + kind);
  const serve = (manager: number) => send(leave, manager, random.exponential(1 / service));
  let done = 0;
  let from = 0;
  let events = 0;
  // What is under way at first arrives in the course of one round.
  for (let request = 0; request < clients * requestsUnderWay; request += 1)
    send(arrive, random.below(managers), random.unit() * load.requestUs);
  const warmUp = Math.floor(requests / 10);
  for (;;) {
    const event = queue.take();
    const manager = event >> 2;
    events += 1;
    switch (event & 3) {
      case arrive:
        if ((busy[manager] as number) < servers) {
          busy[manager] = (busy[manager] as number) + 1;
          serve(manager);
        } else waiting[manager] = (waiting[manager] as number) + 1;
        break;
      case leave:
        send(back, manager, way);
        if ((waiting[manager] as number) > 0) {
          waiting[manager] = (waiting[manager] as number) - 1;
          serve(manager);
        } else busy[manager] = (busy[manager] as number) - 1;
        break;
      default:
        done += 1;
        if (done === warmUp) from = queue.now;
        if (done === requests) return { millionsPerSecond: (requests - warmUp) / (queue.now - from), events };
        send(arrive, random.below(managers), way);
    }
  }
}
