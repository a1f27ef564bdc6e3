import type { KubeObject, Stored, Unstructured } from "../../api/controller/types.ts";
import { Refusal } from "../../simulators/controller/cluster/status.ts";
import type { OpenWatch, StoreEvent } from "../../simulators/controller/fake/store.ts";

export interface WatchOptions {
  readonly namespace?: string;
  /** `app=web,tier in (front, back)` */
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Events after this version. Left out: first the objects that are there, as ADDED. */
  readonly resourceVersion?: string;
  readonly signal?: AbortSignal;
}

export interface WatchEvent<T extends KubeObject = Unstructured> {
  /** An ERROR (410: the version is too old) is the last event; its object is a `Status`. */
  readonly type: StoreEvent["type"];
  readonly object: Stored<T>;
}

/** The events of a watch as they come. @throws The server refuses the watch. */
export async function* watchEvents<T extends KubeObject>(
  open: (tell: (event: StoreEvent) => void) => OpenWatch | Refusal,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<WatchEvent<T>> {
  const waiting: StoreEvent[] = [];
  let wake: (() => void) | undefined;
  const watch = open((event) => {
    waiting.push(event);
    wake?.();
  });
  if (watch instanceof Refusal) throw new Error(`${watch.code} ${watch.reason}: ${watch.message}`);
  const onAbort = (): void => wake?.();
  signal?.addEventListener("abort", onAbort);
  try {
    waiting.unshift(...watch.first);
    while (signal?.aborted !== true) {
      const event = waiting.shift();
      if (event === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else {
        yield JSON.parse(JSON.stringify(event)) as WatchEvent<T>;
        if (event.type === "ERROR") return;
      }
    }
  } finally {
    watch.close();
    signal?.removeEventListener("abort", onAbort);
  }
}
