/**
 * Which work goes first: what the user asked for, then what was edited (newest first), then quick fixes that are tried, then what a scan of the
 * workspace found. `idle` is done while there is nothing else at all: it gives way to everything, and begins anew afterwards.
 */
export type Urgency = "asked" | "edited" | "fixes" | "found" | "idle";

export interface Work<Key> {
  readonly key: Key;
  readonly urgency: Urgency;
  /** Does the work; the signal is raised when it is no longer wanted, or has to give way. Must not throw. */
  run(signal: AbortSignal): Promise<void>;
}

/** Work by key: newer work for a key replaces the older. */
export interface WorkQueue<Key> {
  /** Resolves when this work has ended, was replaced or cancelled. */
  add(work: Work<Key>): Promise<void>;
  /** Resolves when nothing is under way for the key. */
  cancel(key: Key): Promise<void>;
  /** Somebody is at work here: what is done while idle gives way for now. */
  disturb(): void;
  readonly running: number;
  /** Without what waits until there is time. */
  readonly queued: number;
}

interface Entry<Key> {
  readonly work: Work<Key>;
  readonly order: number;
  readonly ended: Promise<void>;
  readonly end: () => void;
  controller: AbortController;
  /** It was stopped to make room, and waits again when it has ended. */
  givesWay: boolean;
}

/** So long nothing else may have happened before there is time for `idle` work, milliseconds. */
export const idleAfterMs = 1000;

/** @param slots How many may run at the same time. */
export function createQueue<Key>(slots: () => number): WorkQueue<Key> {
  const waiting = new Map<Key, Entry<Key>>();
  const running = new Set<Entry<Key>>();
  let order = 0;
  let isIdle = false;
  let idleTimer: NodeJS.Timeout | undefined;

  function pump(): void {
    while (running.size < slots()) {
      const next = [...waiting.values()].sort(byUrgency)[0];
      if (!next || (next.work.urgency === "idle" && !mayIdle())) return;
      waiting.delete(next.work.key);
      void begin(next);
    }
  }

  /** One thing at a time, and only after a while in which there was nothing else. */
  function mayIdle(): boolean {
    if (running.size > 0) return false;
    if (!isIdle && !idleTimer) startIdleTimer();
    return isIdle;
  }

  function startIdleTimer(): void {
    idleTimer = setTimeout(() => {
      idleTimer = undefined;
      isIdle = true;
      pump();
    }, idleAfterMs);
    idleTimer.unref();
  }

  function disturb(): void {
    isIdle = false;
    clearTimeout(idleTimer);
    idleTimer = undefined;
    for (const entry of running) {
      if (entry.work.urgency !== "idle" || entry.controller.signal.aborted) continue;
      entry.givesWay = true;
      entry.controller.abort();
    }
    if (waiting.size > 0) pump();
  }

  async function begin(entry: Entry<Key>): Promise<void> {
    running.add(entry);
    try {
      await entry.work.run(entry.controller.signal);
    } finally {
      running.delete(entry);
      if (entry.givesWay) waitAgain(entry);
      else entry.end();
      pump();
    }
  }

  function waitAgain(entry: Entry<Key>): void {
    entry.givesWay = false;
    entry.controller = new AbortController();
    waiting.set(entry.work.key, entry);
  }

  function cancel(key: Key): readonly Promise<void>[] {
    const waits = waiting.get(key);
    waiting.delete(key);
    waits?.end();
    const runs = [...running].filter((entry) => entry.work.key === key);
    for (const entry of runs) {
      entry.givesWay = false;
      entry.controller.abort();
    }
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
      waiting.set(work.key, { work, order, controller: new AbortController(), ended, end, givesWay: false });
      if (work.urgency !== "idle") disturb();
      pump();
      return ended;
    },
    async cancel(key) {
      await Promise.all(cancel(key));
    },
    disturb,
    get running() {
      return running.size;
    },
    get queued() {
      return [...waiting.values()].filter(({ work }) => work.urgency !== "idle").length;
    },
  };
}

const urgencies: readonly Urgency[] = ["asked", "edited", "fixes", "found", "idle"];

function byUrgency<Key>(a: Entry<Key>, b: Entry<Key>): number {
  const urgency = urgencies.indexOf(a.work.urgency) - urgencies.indexOf(b.work.urgency);
  return urgency || (a.work.urgency === "edited" ? b.order - a.order : a.order - b.order);
}
