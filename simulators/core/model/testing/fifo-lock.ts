import type { PackedModel, PlainModel } from "../model.ts";

/**
 * A lock that is granted in the order of requests, to at most 15 clients.
 *
 * Words 0 and 1: the queue, 4 bits for each place, 0 where it ends (client 1 … N). Word 2: the holder (4 bits), who is in the queue or holds
 * the lock (a bit each), the length of the queue.
 *
 * 8 clients have 219,201 states, 9 have 1,972,819 and 3,945,627 transitions; the same in SPIN and TLC.
 */
export function fifoLock(clients: number): PackedModel {
  const member = 4;
  const length = 20;
  return {
    kind: "packed",
    name: `FIFO lock of ${clients}`,
    words: 3,
    actions: [{ name: "grant" }, { name: "release" }, { name: "request" }],
    initial(out) {
      const to = out.add(0);
      out.words.fill(0, to, to + 3);
    },
    successors(states, at, out) {
      const low = states[at] as number;
      const high = states[at + 1] as number;
      const rest = states[at + 2] as number;
      const holder = rest & 15;
      const queued = rest >>> length;
      if (holder === 0 && queued > 0) {
        put(0, (low >>> 4) | (high << 28), high >>> 4, (rest | (low & 15)) - (1 << length));
      }
      if (holder !== 0) put(1, low, high, (rest & ~15) ^ (1 << (member + holder)));
      for (let client = 1; client <= clients; client += 1) {
        const bit = 1 << (member + client);
        if ((rest & bit) !== 0) continue;
        const place = 4 * queued;
        put(
          2,
          place < 32 ? low | (client << place) : low,
          place < 32 ? high : high | (client << (place - 32)),
          (rest | bit) + (1 << length),
        );
      }

      function put(action: number, first: number, second: number, third: number): void {
        const to = out.add(action);
        out.words[to] = first;
        out.words[to + 1] = second;
        out.words[to + 2] = third;
      }
    },
    properties: [
      {
        kind: "always",
        name: "the holder does not wait",
        test: (states, at) => {
          const rest = states[at + 2] as number;
          const holder = rest & 15;
          if (holder === 0) return true;
          for (let place = 0; place < rest >>> length; place += 1) {
            const word = states[at + (place >> 3)] as number;
            if (((word >>> (4 * (place & 7))) & 15) === holder) return false;
          }
          return true;
        },
      },
    ],
  };
}

export interface Lock {
  readonly holder: number | undefined;
  readonly queue: readonly number[];
}

/** The same as ordinary TypeScript. */
export function plainFifoLock(clients: number): PlainModel<Lock> {
  return {
    kind: "plain",
    name: `FIFO lock of ${clients}`,
    initialStates: () => [{ holder: undefined, queue: [] }],
    actions: [
      {
        name: "grant",
        next({ holder, queue }, emit) {
          const [first, ...others] = queue;
          if (holder === undefined && first !== undefined) emit({ holder: first, queue: others });
        },
      },
      {
        name: "release",
        next({ holder, queue }, emit) {
          if (holder !== undefined) emit({ holder: undefined, queue });
        },
      },
      {
        name: "request",
        next({ holder, queue }, emit) {
          for (let client = 0; client < clients; client += 1) {
            if (client !== holder && !queue.includes(client)) emit({ holder, queue: [...queue, client] });
          }
        },
      },
    ],
    properties: [
      {
        kind: "always",
        name: "the holder does not wait",
        test: ({ holder, queue }) => holder === undefined || !queue.includes(holder),
      },
    ],
  };
}
