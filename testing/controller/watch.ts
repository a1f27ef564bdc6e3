import type { KubeObject } from "../../api/controller/types.ts";
import { Refusal } from "../../simulators/controller/cluster/status.ts";
import type { OpenWatch, StoreEvent } from "../../simulators/controller/fake/store.ts";
import type { WatchEvent } from "./types.ts";

/**
 * The events of a watch as they come. It is open from now on, whenever the first one is asked for.
 *
 * @param signal Aborted: what has happened until then is still told, then the events end.
 * @throws {Error} The server refuses the watch.
 */
export function watchEvents<T extends KubeObject>(
  open: (tell: (event: StoreEvent) => void) => OpenWatch | Refusal,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<WatchEvent<T>> {
  const waiting: StoreEvent[] = [];
  const askers: (() => void)[] = [];
  let isOver = signal?.aborted ?? false;
  const wake = (): void => askers.splice(0).forEach((asker) => asker());
  const watch = open((event) => {
    waiting.push(event);
    wake();
  });
  if (watch instanceof Refusal) throw new Error(`${watch.code} ${watch.reason}: ${watch.message}`);
  waiting.unshift(...watch.first);
  const end = (): void => {
    isOver = true;
    watch.close();
    signal?.removeEventListener("abort", end);
    wake();
  };
  if (isOver) end();
  else signal?.addEventListener("abort", end);
  const events: AsyncIterableIterator<WatchEvent<T>> = {
    async next() {
      for (;;) {
        const event = waiting.shift();
        if (event?.type === "ERROR") end();
        if (event !== undefined) return { done: false, value: JSON.parse(JSON.stringify(event)) as WatchEvent<T> };
        if (isOver) return { done: true, value: undefined };
        await new Promise<void>((resolve) => askers.push(resolve));
      }
    },
    return() {
      waiting.length = 0;
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => events,
  };
  return events;
}
