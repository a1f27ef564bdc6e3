import { adapterOf } from "../verbs/adapter.ts";
import { retryNanoseconds } from "../verbs/status.ts";
import { requestId, setAlarm } from "./alarms.ts";
import type { Call, ManagerCall } from "./calls.ts";
import { endWith, fileOf, type Place, tellLookUp } from "./place.ts";
import { managerOf } from "./site.ts";
import type { Turn } from "./turn.ts";

/** Step C2 of claim 1: the manager of the name is asked. A manager that is gone is noticed when the retries are exhausted. */
export function ask(turn: Turn, process: number, operation: number, call: Extract<Call, { readonly path: string }>): void {
  const { node } = turn.process(process);
  turn.tell(
    call.kind === "open"
      ? { action: "agent.open", node, process, operation, path: call.path, flags: call.flags }
      : { action: "agent.name", node, process, operation, call },
  );
  request(turn, process, operation, call);
}

/** `ftruncate`: the manager sets the size. */
export function startTruncate(place: Place, call: Extract<Call, { readonly kind: "ftruncate" }>): void {
  const { turn, process, operation, node } = place;
  turn.tell({ action: "agent.name", node, process, operation, call });
  if (!place.file.flags.write) return endWith(place, "EINVAL");
  tellLookUp(place);
  request(turn, process, operation, call);
}

function request(turn: Turn, process: number, operation: number, call: ManagerCall): void {
  const { node } = turn.process(process);
  const manager = managersFor(turn, process, call)[0] ?? -1;
  turn.tell({ action: "manager.request", node, process, operation, manager, call });
  watchManagers(turn, process, operation, call);
}

/** Whoever has to answer: of a rename, the managers of both names. */
export function managersFor(turn: Turn, process: number, call: Call): readonly number[] {
  if ("path" in call) {
    const first = managerOf(turn.site, call.path);
    return call.kind === "rename" ? [first, managerOf(turn.site, call.to)] : [first];
  }
  const file = fileOf(turn, process, call.fd)?.file;
  return [file === undefined ? -1 : (turn.world.directory.files[file]?.manager ?? -1)];
}

export function watchManagers(turn: Turn, process: number, operation: number, call: Call): void {
  const isAlive = managersFor(turn, process, call).every((manager) => adapterOf(turn.verbs, manager).isAlive);
  if (isAlive) return;
  const delay = retryNanoseconds(turn.site.configuration.queuePair);
  turn.verbs = setAlarm(turn.verbs, "request", requestId(process, operation), delay);
}
