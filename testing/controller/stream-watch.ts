import type { ServerResponse } from "node:http";
import { isTrue } from "./incoming.ts";
import type { OpenWatch, StoreEvent } from "../../simulators/controller/fake/store.ts";

/**
 * Sends a watch: one event a line, until the client leaves or its time is over.
 *
 * @param query With `timeoutSeconds` and `allowWatchBookmarks`, as the client asked.
 * @returns Sends one more.
 */
export function streamWatch(
  watch: OpenWatch,
  query: Readonly<Record<string, string>>,
  response: ServerResponse,
): (event: StoreEvent) => void {
  response.writeHead(200, { "content-type": "application/json", "transfer-encoding": "chunked" });
  response.flushHeaders();
  const write = (event: StoreEvent): void => {
    if (response.writableEnded || response.destroyed) return;
    response.write(`${JSON.stringify(event)}\n`);
    if (event.type === "ERROR") response.end();
  };
  for (const event of watch.first) write(event);
  const wantsBookmarks = isTrue(query["allowWatchBookmarks"]);
  const mark = (): void => {
    if (wantsBookmarks) write(watch.bookmark());
  };
  const seconds = Number(query["timeoutSeconds"]);
  const marking = setInterval(mark, betweenBookmarks);
  const ending = setTimeout(
    () => {
      mark();
      response.end();
    },
    Math.min(seconds > 0 ? seconds * 1000 : longest, longest),
  );
  response.on("close", () => {
    watch.close();
    clearInterval(marking);
    clearTimeout(ending);
  });
  return write;
}

/** As kube-apiserver: `bookmarkFrequency` of its watch cache. Milliseconds. */
const betweenBookmarks = 60_000;

/** Twice the `--min-request-timeout` of kube-apiserver. Milliseconds. */
const longest = 3_600_000;
