/** A thread beside each thread that opens remote files: it speaks with the manager, so that a synchronous call can wait for an answer. */
import { connect } from "node:net";
import { type MessagePort, workerData } from "node:worker_threads";
import { readLines, sendLine } from "../protocol/lines.ts";
import type { FromAgent, Push, Request, ToAgent } from "../protocol/messages.ts";
import { OwnCounters } from "./counters.ts";
import { answersWord, flagsWord, lostWord, managerLostWord, startedWord } from "./shared.ts";

/** What the thread hands to its link. */
export interface LinkData {
  readonly port: MessagePort;
  readonly shared: SharedArrayBuffer;
  readonly counters: SharedArrayBuffer;
  readonly manager: string;
  readonly leaseMs: number;
  readonly pid: number;
  readonly thread: number;
  readonly isCanary: boolean;
}

/** From the thread to its link. */
export interface Asked {
  readonly id: number;
  readonly request: Request;
}

function main({ port, shared, counters, manager, leaseMs, ...self }: LinkData): void {
  const words = new Int32Array(shared);
  Atomics.store(words, startedWord, 1);
  const own = new OwnCounters(counters);
  const pending = new Set<number>();
  const socket = connect(manager);
  let heard = performance.now();
  let turned = heard;
  const say = (message: FromAgent): void => sendLine(socket, message);

  const deliver = (message: ToAgent & { kind: "answer" }): void => {
    pending.delete(message.id);
    port.postMessage(message);
    Atomics.add(words, answersWord, 1);
    Atomics.notify(words, answersWord);
  };
  const unreachable = (id: number): void => deliver({ kind: "answer", id, reply: { error: { code: "ETIMEDOUT", status: "UNREACHABLE" } } });
  const lose = (): void => {
    if (Atomics.exchange(words, managerLostWord, 1) === 1) return;
    clearInterval(renewal);
    socket.destroy();
    for (const id of pending) unreachable(id);
  };
  const push = (said: Push): void => {
    if (said.kind === "memory-node-lost") return void Atomics.store(words, lostWord(said.node), 1);
    Atomics.or(words, flagsWord(said.index), said.bits);
    say({ kind: "acknowledge", acknowledge: said.acknowledge });
  };
  const renewal = setInterval(
    () => {
      const now = performance.now();
      // Was this process stopped? Then what the manager has said meanwhile is still to be read: that the lease has ended, perhaps.
      if (now - turned > leaseMs / 2) heard = now;
      turned = now;
      // A manager that does not answer any more is as good as gone: whoever waits for it shall not wait for ever.
      if (now - heard > leaseMs) return lose();
      say({ kind: "renew", counters: own.snapshot() });
    },
    Math.max(50, Math.min(leaseMs / 3, longestSilence)),
  );

  socket.once("error", lose).once("close", lose);
  say({ kind: "hello", ...self });
  readLines(socket, (line) => {
    heard = performance.now();
    const message = line as ToAgent;
    if (message.kind === "answer") deliver(message);
    else if (message.kind === "push") push(message.push);
  });
  port.on("message", ({ id, request }: Asked) => {
    pending.add(id);
    if (Atomics.load(words, managerLostWord) === 1) return unreachable(id);
    const tells = request.kind === "close";
    say({ kind: "ask", id, request, ...(tells ? { counters: own.snapshot() } : {}) });
  });
}

/** Milliseconds between two reports of what was done. */
const longestSilence = 500;

main(workerData as LinkData);
