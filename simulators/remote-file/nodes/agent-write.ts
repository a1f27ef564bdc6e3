import type { Call } from "./calls.ts";
import { joinMovers } from "./movers.ts";
import { endWith, lengthOf, pin, type Place, tellLookUp } from "./place.ts";
import { mountAt } from "./site.ts";
import { bytesRequest, flushRequest, growRequest, postTo, segmentsOf, waitFor } from "./transfer.ts";
import type { Pending } from "./world.ts";

type Write = Extract<Call, { readonly kind: "write" }>;

/** What the handle, the mount or the region forbids is found before anything is posted. */
export function startWrite(place: Place, call: Write): void {
  const { turn, process, operation, node, fd, file } = place;
  const at = call.position === undefined || file.flags.append ? {} : { offset: call.position };
  turn.tell({ action: "agent.write", node, process, operation, fd, ...at, length: lengthOf(call.buffers) });
  if (!file.flags.write) return endWith(place, "EBADF");
  if (mountAt(turn.site, file.mount).access === "ro") return endWith(place, "EACCES");
  tellLookUp(place);
  const isPlaced = call.position !== undefined && !file.flags.append;
  if (isPlaced || joinMovers(place)) goOnWriting(place, call);
}

/** To every copy; a write that ends behind the size that the agent knows is followed by the new size, on the same channel. */
export function goOnWriting(place: Place, call: Write): void {
  const { turn, process, operation, file } = place;
  const start = file.flags.append ? file.position : (call.position ?? file.position);
  const count = lengthOf(call.buffers);
  if (count === 0) return turn.end(process, operation, { kind: "written", count: 0 });
  if (mountAt(turn.site, file.mount).regionSize < start + count) return endWith(place, "EFBIG");
  const lkeys = pin(place, call.buffers, false);
  const local = segmentsOf(call.buffers, lkeys, count);
  const works = file.replicas.flatMap((_, replica): readonly Pending[] => {
    const written = postTo(place, replica, bytesRequest(place, replica, "WRITE", start, local));
    return [written, ...grow(place, replica, start + count), ...commit(place, replica)];
  });
  waitFor(place, { purpose: "bytes", start, count, works, buffers: lkeys });
}

/** With `transmit` nobody waits for the size word, but an append needs to know where the next one goes. */
export function grow(place: Place, replica: number, end: number): readonly Pending[] {
  const { turn, file } = place;
  if (end <= file.size) return [];
  const grown = postTo(place, replica, growRequest(place, replica, end));
  return turn.site.configuration.completion === "transmit" && !file.flags.append ? [] : [grown];
}

/** With `commit` a write is over when it is flushed. */
function commit(place: Place, replica: number): readonly Pending[] {
  return place.turn.site.configuration.completion === "commit" ? [postTo(place, replica, flushRequest(place, replica))] : [];
}
