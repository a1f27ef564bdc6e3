import type { Counters } from "../protocol/messages.ts";

type Times = Counters["readTimes"];

/** What several agents have done together. */
export function addCounters(all: readonly Counters[]): Counters {
  const sum = (of: (counters: Counters) => number): number => all.reduce((total, counters) => total + of(counters), 0);
  return {
    opens: sum(({ opens }) => opens),
    reads: sum(({ reads }) => reads),
    writes: sum(({ writes }) => writes),
    bytesRead: sum(({ bytesRead }) => bytesRead),
    bytesWritten: sum(({ bytesWritten }) => bytesWritten),
    atomics: sum(({ atomics }) => atomics),
    managerRequests: sum(({ managerRequests }) => managerRequests),
    readTimes: addTimes(all.map(({ readTimes }) => readTimes)),
    openTimes: addTimes(all.map(({ openTimes }) => openTimes)),
  };
}

function addTimes(all: readonly Times[]): Times {
  const samples = new Map<number, number>();
  for (const [bucket, count] of all.flat()) samples.set(bucket, (samples.get(bucket) ?? 0) + count);
  return [...samples].sort(([a], [b]) => a - b);
}
