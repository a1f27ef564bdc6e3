import { changeFile, fileOf, type Place } from "./place.ts";
import type { Turn } from "./turn.ts";
import { firstFd } from "./world.ts";

/** The position of an open file is moved by one operation at a time, in the order in which they came, as POSIX has it. @returns Now? */
export function joinMovers(place: Place): boolean {
  const { turn, process, operation, file } = place;
  changeFile(place, (open) => ({ ...open, movers: [...open.movers, operation] }));
  if (file.movers.length === 0) return true;
  const { call } = turn.operation(process, operation);
  turn.setOperation(process, operation, { call, stage: { kind: "queueing" } });
  return false;
}

/** An operation is over. @returns The one whose turn it is now, if that changed. */
export function leaveMovers(turn: Turn, process: number, fd: number, operation: number): number | undefined {
  const file = fileOf(turn, process, fd);
  if (!file?.movers.includes(operation)) return undefined;
  const movers = file.movers.filter((one) => one !== operation);
  turn.setFile(process, fd - firstFd, { ...file, movers });
  return file.movers[0] === operation ? movers[0] : undefined;
}
