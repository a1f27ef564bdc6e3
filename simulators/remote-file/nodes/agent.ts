import type { TakeBytes } from "../verbs/step.ts";
import { lowestFree } from "../verbs/state.ts";
import { startAtomic } from "./agent-atomic.ts";
import { startFlush, startSize } from "./agent-flush.ts";
import { startRead } from "./agent-read.ts";
import { startWrite } from "./agent-write.ts";
import { ask, startTruncate } from "./ask.ts";
import { type Call, failed } from "./calls.ts";
import { tryClose } from "./close.ts";
import { fileOf, type Place } from "./place.ts";
import { settle, settleFile } from "./settle.ts";
import type { Site } from "./site.ts";
import { Turn, type Turned } from "./turn.ts";
import { firstFd, type World } from "./world.ts";

/**
 * A process calls the agent (steps C1 and C7 of claim 1). The call may be over at once: then it is in `ended`.
 *
 * @param takeBytes For buffers without bytes of their own; see `Buffer`.
 * @returns `operation`: its number, under which `ended` tells the answer, now or in a later step.
 */
export function begin(
  site: Site,
  world: World,
  process: number,
  call: Call,
  takeBytes?: TakeBytes,
): Turned & { readonly operation: number } {
  const turn = new Turn(site, world, takeBytes);
  const operation = lowestFree(turn.process(process).operations);
  turn.setOperation(process, operation, { call, stage: { kind: "asking" } });
  start(turn, process, operation, call);
  // Work that is posted on a channel in error completes at once.
  settle(turn);
  return { ...turn.done(), operation };
}

function start(turn: Turn, process: number, operation: number, call: Call): void {
  switch (call.kind) {
    case "open":
    case "truncate":
    case "stat":
    case "unlink":
    case "rename":
    case "mkdir":
    case "rmdir":
    case "readdir":
      return ask(turn, process, operation, call);
    case "close":
    case "read":
    case "write":
    case "flush":
    case "size":
    case "compareAndSwap":
    case "fetchAdd":
    case "ftruncate": {
      const file = fileOf(turn, process, call.fd);
      if (!file || file.closer !== undefined) return turn.end(process, operation, failed("EBADF"));
      startOnFile({ turn, process, operation, node: turn.process(process).node, fd: call.fd, file }, call);
      if (call.kind !== "close" && !turn.process(process).operations[operation]) settleFile(turn, process, call.fd, operation);
    }
  }
}

type FileCall = Extract<Call, { readonly fd: number }>;

function startOnFile(place: Place, call: FileCall): void {
  const { turn, process, operation, node, fd, file } = place;
  switch (call.kind) {
    case "close":
      turn.tell({ action: "agent.close", node, process, operation, fd });
      turn.setOperation(process, operation, { call, stage: { kind: "closing" } });
      turn.setFile(process, fd - firstFd, { ...file, closer: operation });
      return tryClose(turn, process, fd);
    case "read":
      return startRead(place, call);
    case "write":
      return startWrite(place, call);
    case "flush":
      return startFlush(place);
    case "size":
      return startSize(place);
    case "compareAndSwap":
    case "fetchAdd":
      return startAtomic(place, call);
    case "ftruncate":
      return startTruncate(place, call);
  }
}
