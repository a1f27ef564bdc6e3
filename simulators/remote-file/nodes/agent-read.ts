import type { Call } from "./calls.ts";
import { joinMovers } from "./movers.ts";
import { endWith, lengthOf, pin, type Place, tellLookUp } from "./place.ts";
import { bytesRequest, firstLive, postTo, segmentsOf, sizeRequest, waitFor } from "./transfer.ts";

type Read = Extract<Call, { readonly kind: "read" }>;

/** What the handle forbids is found before anything is posted. */
export function startRead(place: Place, call: Read): void {
  const { turn, process, operation, node, fd, file } = place;
  const at = call.position === undefined ? {} : { offset: call.position };
  turn.tell({ action: "agent.read", node, process, operation, fd, ...at, length: lengthOf(call.buffers) });
  if (!file.flags.read) return endWith(place, "EBADF");
  tellLookUp(place);
  if (call.position !== undefined || joinMovers(place)) goOnReading(place, call);
}

/** A read that ends behind the size that the agent knows reads the size word first. */
export function goOnReading(place: Place, call: Read): void {
  const { turn, process, operation, file } = place;
  const start = call.position ?? file.position;
  const count = lengthOf(call.buffers);
  if (count === 0) return turn.end(process, operation, { kind: "read", count: 0, bytes: call.buffers.flatMap(({ bytes }) => bytes ?? []) });
  if (file.size < start + count) readSizeWord(place, start, count);
  else readBytesOf(place, call, start, count);
}

/** @param start What is wanted once the size is known. */
export function readSizeWord(place: Place, start: number, count: number): void {
  const lkeys = pin(place, [{ offset: 0, length: 8, bytes: new Uint8Array(8) }], true);
  const [lkey = -1] = lkeys;
  const replica = firstLive(place);
  const works = [postTo(place, replica, sizeRequest(place, replica, lkey))];
  waitFor(place, { purpose: "size", start, count, works, buffers: lkeys });
}

/** @param count Not more than there is. */
export function readBytesOf(place: Place, call: Read, start: number, count: number): void {
  const lkeys = pin(place, call.buffers, true);
  const replica = firstLive(place);
  const works = [postTo(place, replica, bytesRequest(place, replica, "READ", start, segmentsOf(call.buffers, lkeys, count)))];
  waitFor(place, { purpose: "bytes", start, count, works, buffers: lkeys });
}
