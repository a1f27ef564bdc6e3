import { readSizeWord } from "./agent-read.ts";
import { type Place, tellLookUp } from "./place.ts";
import { flushRequest, postTo, waitFor } from "./transfer.ts";

/** `fsync`: over when all earlier writes on the channels are placed. */
export function startFlush(place: Place): void {
  const { turn, process, operation, node, fd, file } = place;
  turn.tell({ action: "agent.flush", node, process, operation, fd });
  tellLookUp(place);
  const works = file.replicas.map((_, replica) => postTo(place, replica, flushRequest(place, replica)));
  waitFor(place, { purpose: "bytes", start: 0, count: 0, works, buffers: [] });
}

/** `fstat`: the size word is read. */
export function startSize(place: Place): void {
  const { turn, process, operation, node, fd } = place;
  turn.tell({ action: "agent.size", node, process, operation, fd });
  tellLookUp(place);
  readSizeWord(place, 0, 0);
}
