import { checkTime } from "./checks.ts";
import * as refused from "./refused.ts";
import { runLater, runNow } from "./steps.ts";

/** Functions of `fs` that have one form alone, and are refused in it. */
export function watch(path: unknown): void {
  const here = $here();
  runNow(here, refused.watch(here, [path]));
}

export function watchFile(path: unknown): void {
  const here = $here();
  runNow(here, refused.watchFile(here, [path]));
}

/** Nothing is watched. */
export function unwatchFile(): void {}

export async function openAsBlob(path: unknown): Promise<void> {
  const here = $here();
  await runLater(here, refused.openAsBlob(here, [path]));
}

/** What `utimes` makes of its arguments: seconds. */
export function _toUnixTimestamp(time: unknown): number {
  checkTime(time);
  return time instanceof Date ? time.getTime() / 1000 : Number(time);
}
