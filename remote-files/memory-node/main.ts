import { constants, openSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { readLines, sendLine } from "../protocol/lines.ts";
import type { FromMemoryNode, MemoryRequest, ToMemoryNode } from "../protocol/messages.ts";
import type { MemoryNodeOrder } from "../protocol/process.ts";
import { Region } from "./region.ts";

/** The process of a memory node: it has memory, registers and revokes, and does atomics. Reads and writes never come here. */
function main(): void {
  process.once("message", ({ socket: path, memory }: MemoryNodeOrder) => {
    process.once("disconnect", () => {
      rmSync(memory, { force: true });
      process.exit(0);
    });
    const region = new Region(openSync(memory, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600));
    const keys = new Map<number, number>();
    createServer((socket) => serve(socket, region, keys)).listen(path, () => process.send?.("ready"));
  });
  // What the terminal sends to all is for the program: it decides when the run ends.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
}

/** @param keys Base of the region by key. */
function serve(socket: Socket, region: Region, keys: Map<number, number>): void {
  socket.on("error", () => socket.destroy());
  readLines(socket, (message) => {
    const { id, request } = message as ToMemoryNode;
    if (request.kind === "clear") void clear(request, region).then((done) => sendLine(socket, { id, ...done }));
    else sendLine(socket, { id, ...answer(request, region, keys) });
  });
}

async function clear({ base, stride }: MemoryRequest & { kind: "clear" }, region: Region): Promise<Omit<FromMemoryNode, "id">> {
  try {
    await region.clear(base, stride);
    return {};
  } catch {
    return { error: { code: "EIO" } };
  }
}

type Immediate = Exclude<MemoryRequest, { readonly kind: "clear" }>;

function answer(request: Immediate, region: Region, keys: Map<number, number>): Omit<FromMemoryNode, "id"> {
  try {
    return answerTo(request, region, keys);
  } catch (error) {
    // The system has no memory left, say: the requester hears of it.
    return { error: { code: (error as NodeJS.ErrnoException).code ?? "EIO" } };
  }
}

function answerTo(request: Immediate, region: Region, keys: Map<number, number>): Omit<FromMemoryNode, "id"> {
  switch (request.kind) {
    case "register":
      region.reach(request.base + request.stride);
      keys.set(request.key, request.base);
      if (request.truncates) region.truncate(request.base, 0);
      return {};
    case "deregister":
      keys.delete(request.key);
      return {};
    case "truncate":
      region.truncate(request.base, request.size);
      return {};
    case "fill":
      region.fill(request.base, Buffer.from(request.base64, "base64"));
      return {};
    case "atomic":
      if (keys.get(request.key) !== request.base) return { error: { code: "ESTALE", status: "REM_ACCESS" } };
      return { before: String(region.atomic(request.base, request.offset, request.operation)) };
  }
}

main();
