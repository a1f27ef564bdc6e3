/** Which work goes first: what the user asked for, then what was edited (newest first), then what a scan of the workspace found. */
export type Urgency = "asked" | "edited" | "found";

export interface Work<Key> {
  readonly key: Key;
  readonly urgency: Urgency;
  /** Does the work; the signal is raised when it is no longer wanted. Must not throw. */
  run(signal: AbortSignal): Promise<void>;
}

/** Work by key: newer work for a key replaces the older. */
export interface WorkQueue<Key> {
  /** Resolves when this work has ended, was replaced or cancelled. */
  add(work: Work<Key>): Promise<void>;
  /** Resolves when nothing is under way for the key. */
  cancel(key: Key): Promise<void>;
  readonly running: number;
  readonly queued: number;
}

interface Entry<Key> {
  readonly work: Work<Key>;
  readonly order: number;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** @param slots How many may run at the same time. */
export function createQueue<Key>(slots: () => number): WorkQueue<Key> {
  const waiting = new Map<Key, Entry<Key>>();
  const running = new Set<Entry<Key>>();
  let order = 0;

  function pump(): void {
    while (running.size < slots()) {
      const next = [...waiting.values()].sort(byUrgency)[0];
      if (!next) return;
      waiting.delete(next.work.key);
      void begin(next);
    }
  }

  async function begin(entry: Entry<Key>): Promise<void> {
    running.add(entry);
    try {
      await entry.work.run(entry.controller.signal);
    } finally {
      running.delete(entry);
      entry.end();
      pump();
    }
  }

  function cancel(key: Key): readonly Promise<void>[] {
    const waits = waiting.get(key);
    waiting.delete(key);
    waits?.end();
    const runs = [...running].filter((entry) => entry.work.key === key);
    for (const entry of runs) entry.controller.abort();
    return runs.map((entry) => entry.ended);
  }

  return {
    add(work) {
      void cancel(work.key);
      let end: () => void = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      order += 1;
      waiting.set(work.key, { work, order, controller: new AbortController(), ended, end });
      pump();
      return ended;
    },
    async cancel(key) {
      await Promise.all(cancel(key));
    },
    get running() {
      return running.size;
    },
    get queued() {
      return waiting.size;
    },
  };
}

const urgencies: readonly Urgency[] = ["asked", "edited", "found"];

function byUrgency<Key>(a: Entry<Key>, b: Entry<Key>): number {
  const urgency = urgencies.indexOf(a.work.urgency) - urgencies.indexOf(b.work.urgency);
  return urgency || (a.work.urgency === "edited" ? b.order - a.order : a.order - b.order);
}
