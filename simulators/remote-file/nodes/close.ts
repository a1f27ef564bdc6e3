import { releaseChannel } from "./channels.ts";
import { dropOpener } from "./leases.ts";
import { adapterOf } from "../verbs/adapter.ts";
import { fileOf } from "./place.ts";
import type { Turn } from "./turn.ts";
import { firstFd } from "./world.ts";

/** Closes a file that was asked to close, once no operation on it is under way. */
export function tryClose(turn: Turn, process: number, fd: number): void {
  const file = fileOf(turn, process, fd);
  if (file?.closer === undefined) return;
  const { node, operations } = turn.process(process);
  const isBusy = operations.some(
    (operation, number) => number !== file.closer && operation && "fd" in operation.call && operation.call.fd === fd,
  );
  if (isBusy) return;
  turn.setFile(process, fd - firstFd, undefined);
  for (const { channel } of file.replicas) releaseChannel(turn, channel);
  const manager = turn.world.directory.files[file.file]?.manager ?? -1;
  if (manager !== -1 && adapterOf(turn.verbs, manager).isAlive) {
    turn.tell({ action: "manager.close", node, process, operation: file.closer, manager, fd });
    dropOpener(turn, file.file, process, fd);
  }
  turn.end(process, file.closer, { kind: "done" });
}
