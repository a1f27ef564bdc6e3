import { acquireChannel } from "./channels.ts";
import { type Call, failed, type ManagerAnswer } from "./calls.ts";
import { answerOf, fileAt, resize } from "./manager.ts";
import { type Opened, openAtManager } from "./manager-open.ts";
import { managersFor } from "./ask.ts";
import { fileOf, learnSize } from "./place.ts";
import { mountAt, mountOfPath } from "./site.ts";
import { lowestFree } from "../verbs/state.ts";
import { wordBytesOfSize } from "./allocate.ts";
import { settleFile } from "./settle.ts";
import type { Turn } from "./turn.ts";
import { firstFd } from "./world.ts";

/** The manager deals with a request, and its answer arrives. */
export function serve(turn: Turn, process: number, operation: number): void {
  const { call } = turn.operation(process, operation);
  const [manager = -1] = managersFor(turn, process, call);
  if (call.kind === "open") return serveOpen(turn, process, operation, call, manager);
  const answer = "path" in call ? answerOf(turn, call) : truncateOpen(turn, process, call.fd, call.kind === "ftruncate" ? call.length : 0);
  const { node } = turn.process(process);
  if (answer.kind === "failed") turn.tell({ action: "manager.refuse", node, process, operation, manager, errno: answer.errno });
  else turn.tell({ action: "manager.answer", node, process, operation, manager, answer });
  if (answer.kind === "done" && call.kind === "truncate") {
    const file = turn.world.directory.names.get(call.path);
    if (file !== undefined) learnSize(turn, process, file, call.length);
  }
  turn.end(process, operation, answer);
  if ("fd" in call) settleFile(turn, process, call.fd, operation);
}

/** Steps C3, C4 and C6 of claim 1: the reply, the channels, the map. */
function serveOpen(turn: Turn, process: number, operation: number, call: Extract<Call, { kind: "open" }>, manager: number): void {
  const { node, files } = turn.process(process);
  const slot = lowestFree(files);
  const mount = mountOfPath(turn.site, call.path) ?? -1;
  const opened = openAtManager(turn, mount, call.path, call.flags, process, firstFd + slot);
  const ids = { node, process, operation };
  if (typeof opened === "string") {
    turn.tell({ action: "manager.refuse", ...ids, manager, errno: opened });
    return turn.end(process, operation, failed(opened));
  }
  const length = mountAt(turn.site, mount).regionSize;
  for (const { node: target, address, data } of opened.replicas) {
    const reply = { target, address: address + wordBytesOfSize, length, size: opened.size, rkey: data, access: opened.access };
    turn.tell({ action: "manager.reply", ...ids, manager, ...reply });
  }
  if (call.flags.truncate) learnSize(turn, process, opened.file, opened.size);
  enter(turn, ids, slot, call, mount, length, opened);
  turn.end(process, operation, { kind: "opened", fd: firstFd + slot });
}

interface Ids {
  readonly node: number;
  readonly process: number;
  readonly operation: number;
}

function enter(
  turn: Turn,
  ids: Ids,
  slot: number,
  call: Extract<Call, { kind: "open" }>,
  mount: number,
  length: number,
  opened: Opened,
): void {
  const { path, flags } = call;
  const replicas = opened.replicas.map((replica) => {
    const channel = acquireChannel(turn, ids.node, replica.node);
    return { ...replica, channel, qpn: turn.world.channels[channel]?.qpn ?? -1 };
  });
  const position = flags.append ? opened.size : 0;
  turn.setFile(ids.process, slot, { path, file: opened.file, mount, flags, position, size: opened.size, replicas, movers: [] });
  for (const { node: target, address, qpn } of replicas) {
    const entry = { fd: firstFd + slot, path, target, address: address + wordBytesOfSize, length, qpn };
    turn.tell({ action: "agent.map.set", ...ids, ...entry });
  }
}

function truncateOpen(turn: Turn, process: number, fd: number, length: number): ManagerAnswer {
  const file = fileOf(turn, process, fd)?.file;
  if (file === undefined) return failed("EBADF");
  if (fileAt(turn.world, file).isUnlinked) return failed("ESTALE");
  const answer = resize(turn, file, length);
  if (answer.kind === "done") learnSize(turn, process, file, length);
  return answer;
}
