import { rmSync } from "node:fs";
import type { FromManager, ManagerOrder, ToManager } from "../protocol/process.ts";
import { addCounters } from "./add-counters.ts";
import { Manager } from "./manager.ts";
import { connectMemory, type RemoteMemory } from "./remote-memory.ts";
import { Front } from "./serve.ts";

/** The process of the manager. It ends with the launcher, however that ends, and leaves nothing behind. */
function main(): void {
  let running:
    | { readonly order: ManagerOrder; readonly nodes: readonly RemoteMemory[]; readonly front: Front; readonly manager: Manager }
    | undefined;
  process.on("message", (message: ToManager) => {
    if (message.kind === "finish") {
      if (running) finish(running.front, running.manager, running.nodes);
      return;
    }
    start(message.order).then(
      (started) => {
        running = { order: message.order, ...started };
        tell({ kind: "ready" });
      },
      (error: unknown) => tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.once("disconnect", () => {
    for (const node of running?.nodes ?? []) node.finish();
    if (running) removeAll(running.order);
    process.exit(0);
  });
  // What the terminal sends to all is for the program: it decides when the run ends.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
}

async function start(order: ManagerOrder) {
  const files = order.settings.files.map(({ base64, ...file }) => ({ ...file, content: Buffer.from(base64, "base64") }));
  const nodes = await Promise.all(order.memoryNodes.map(connectMemory));
  const manager = new Manager({ ...order.settings, files }, nodes);
  const front = new Front(manager, order.settings.leaseMs);
  nodes.forEach((node, index) => (node.onLost = () => manager.nodeLost(front.clients, index)));
  if (order.stopsMemoryNodes) front.onFirstOpen = stopOnce(nodes);
  await manager.fill();
  await front.listen(order.socket);
  return { nodes, front, manager };
}

function stopOnce(nodes: readonly RemoteMemory[]): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    for (const node of nodes) node.stopBetweenRequests();
  };
}

function finish(front: Front, manager: Manager, nodes: readonly RemoteMemory[]): void {
  const counters = addCounters(front.counters);
  manager.stop();
  const memoryNodes = nodes.map((node) => node.finish());
  front.close();
  tell({ kind: "finished", report: { counters, memoryNodes } });
}

function removeAll({ folder, memoryNodes }: ManagerOrder): void {
  for (const { memory } of memoryNodes) rmSync(memory, { force: true });
  rmSync(folder, { recursive: true, force: true });
}

const tell = (message: FromManager): void => void process.send?.(message);

main();
