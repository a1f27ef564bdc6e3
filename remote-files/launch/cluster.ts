import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FromManager, ManagerOrder, ManagerReport, MemoryNodeOrder, SerialSettings, ToManager } from "../protocol/process.ts";
import { type AgentSettings, type MemoryNodeAddress, type RunSettings, settingsVariable } from "../protocol/settings.ts";
import type { RunOptions } from "./run.ts";

/** The manager and the memory nodes of a run, each a process. */
export interface Cluster {
  /** What a program must have in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends all and says what they have done; undefined: nobody is left who could. */
  finish(): Promise<ManagerReport | undefined>;
  /** Ends what is left, and removes all traces. */
  remove(): void;
}

/** A run could not be set up. The message says what to do. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

/** @throws {NotStarted} */
export async function startCluster({ settings, stopsMemoryNodes, programs }: RunOptions): Promise<Cluster> {
  const folder = mkdtempSync(join(socketFolder(), "faultline-"));
  const children: ChildProcess[] = [];
  const files: string[] = [];
  const remove = (): void => {
    process.off("exit", remove);
    for (const child of children) end(child);
    for (const file of files) rmSync(file, { force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", remove);
  try {
    const memoryNodes: MemoryNodeAddress[] = [];
    for (const [index, { name }] of settings.memoryNodes.entries()) {
      const order = { name, socket: join(folder, `memory-${index}`), memory: memoryFile() };
      files.push(order.memory);
      memoryNodes.push(await startMemoryNode(order, programs, children));
    }
    const order = { settings: serial(settings), socket: join(folder, "manager"), memoryNodes, stopsMemoryNodes, folder };
    const manager = await startManager(order, programs, children);
    const path = join(folder, "agent.json");
    writeFileSync(path, JSON.stringify(agentSettings(settings, order, manager.pid ?? 0, programs)), { mode: 0o600, flag: "wx" });
    return { environment: { [settingsVariable]: path }, finish: () => finish(manager), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The path of a socket has 107 bytes at most: a long temporary folder is no place for it. */
const socketFolder = (): string => (tmpdir().length < 60 ? tmpdir() : "/tmp");

/** Memory, where the system has files that are memory. The name cannot be guessed. */
function memoryFile(): string {
  return join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), `faultline-${randomBytes(12).toString("hex")}`);
}

const serial = ({ files, ...settings }: RunSettings): SerialSettings => ({
  ...settings,
  files: files.map(({ content, ...file }) => ({ ...file, base64: Buffer.from(content).toString("base64") })),
});

function agentSettings({ mounts, leaseMs }: RunSettings, order: ManagerOrder, managerPid: number, programs: string): AgentSettings {
  return {
    schema: "faultline-remote-files-agent/1",
    mounts,
    memoryNodes: order.memoryNodes,
    manager: order.socket,
    managerPid,
    leaseMs,
    linkWorker: join(programs, "link-worker.cjs"),
    preload: join(programs, "preload.cjs"),
  };
}

/** A process of the run's own: nothing of the user's environment, and no signals of the user's terminal. */
function start(program: string, children: ChildProcess[]): ChildProcess {
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "ignore", "inherit", "ipc"], env: {}, detached: true });
  children.push(child);
  return child;
}

async function startMemoryNode(order: MemoryNodeOrder, programs: string, children: ChildProcess[]): Promise<MemoryNodeAddress> {
  const child = start(join(programs, "memory-node.cjs"), children);
  child.send(order);
  await nextMessage(child, `memory node ${order.name}`);
  return { ...order, pid: child.pid ?? 0 };
}

async function startManager(order: ManagerOrder, programs: string, children: ChildProcess[]): Promise<ChildProcess> {
  const child = start(join(programs, "manager.cjs"), children);
  send(child, { kind: "start", order });
  const answer = (await nextMessage(child, "the manager")) as FromManager;
  if (answer.kind === "failed") throw new NotStarted(`the files of the configuration do not fit: ${answer.message}`);
  return child;
}

/** Undefined: the manager has ended, or does not answer any more. */
async function finish(manager: ChildProcess): Promise<ManagerReport | undefined> {
  if (!manager.connected) return undefined;
  // Whoever stopped it: it is wanted once more.
  manager.kill("SIGCONT");
  send(manager, { kind: "finish" });
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience, undefined).unref());
  const answer = (await Promise.race([nextMessage(manager, "the manager").catch(() => undefined), late])) as FromManager | undefined;
  return answer?.kind === "finished" ? answer.report : undefined;
}

/** Milliseconds that a manager has to say what was done. */
const patience = 10_000;

const send = (child: ChildProcess, message: ToManager): void => void child.send(message);

function nextMessage(child: ChildProcess, who: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new NotStarted(`${who} ended before it answered`));
    child.once("exit", ended);
    child.once("error", reject);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}

/** Also one that is stopped. */
function end(child: ChildProcess): void {
  child.kill("SIGKILL");
}
