import { type MessagePort, MessageChannel, receiveMessageOnPort, threadId, Worker } from "node:worker_threads";
import type { Reply, Request, ToAgent } from "../protocol/messages.ts";
import { type AgentSettings, canaryVariable } from "../protocol/settings.ts";
import { countersBytes, OwnCounters } from "./counters.ts";
import type { Asked, LinkData } from "./link-worker.ts";
import { answersWord, flagsWord, lostWord, sharedBytes, startedWord } from "./shared.ts";

/** A thread's way to the manager. The thread that speaks is started by the first request. */
export class Link {
  readonly counters: OwnCounters;
  readonly #settings: AgentSettings;
  readonly #shared = new SharedArrayBuffer(sharedBytes);
  readonly #countersShared = new SharedArrayBuffer(countersBytes);
  readonly #words = new Int32Array(this.#shared);
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #port: MessagePort | undefined;
  #ids = 0;

  constructor(settings: AgentSettings) {
    this.#settings = settings;
    this.counters = new OwnCounters(this.#countersShared);
  }

  /** Flags of an open file, without asking. */
  flags(index: number): number {
    return this.#words[flagsWord(index)] ?? 0;
  }

  takeFlags(index: number, bits: number): void {
    Atomics.and(this.#words, flagsWord(index), ~bits);
  }

  isMemoryNodeLost(node: number): boolean {
    return this.#words[lostWord(node)] === 1;
  }

  /** Waits for the answer. Answers to others that come meanwhile are handed out later. */
  ask(request: Request): Reply {
    const port = this.#start();
    const id = this.#post(port, request);
    for (let waits = 0; ; waits += 1) {
      const seen = Atomics.load(this.#words, answersWord);
      for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
        const message = got.message as ToAgent & { kind: "answer" };
        if (message.id === id) return message.reply;
        this.#handOut(message);
      }
      Atomics.wait(this.#words, answersWord, seen, 1000);
      // A thread that cannot be started (no memory, say) answers nothing; one that runs always does.
      if (waits > 60 && this.#words[startedWord] !== 1) return { error: { code: "ETIMEDOUT", status: "UNREACHABLE" } };
    }
  }

  askLater(request: Request): Promise<Reply> {
    const port = this.#start();
    return new Promise((resolve) => {
      if (this.#waiting.size === 0) port.ref();
      this.#waiting.set(this.#post(port, request), resolve);
    });
  }

  /** Tells what was done so far. Nothing is told where nothing was done. */
  flush(): void {
    if (this.#port) this.ask({ kind: "counters", counters: this.counters.snapshot() });
  }

  #post(port: MessagePort, request: Request): number {
    if (request.kind !== "counters" && request.kind !== "atomic") this.counters.add("managerRequests");
    const asked: Asked = { id: (this.#ids += 1), request };
    port.postMessage(asked);
    return asked.id;
  }

  #handOut({ id, reply }: ToAgent & { kind: "answer" }): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#port?.unref();
  }

  #start(): MessagePort {
    if (this.#port) return this.#port;
    const { port1, port2 } = new MessageChannel();
    const { manager, leaseMs, linkWorker } = this.#settings;
    const isCanary = process.env[canaryVariable] === "1";
    const self = { pid: process.pid, thread: threadId, isCanary };
    const data: LinkData = { port: port2, shared: this.#shared, counters: this.#countersShared, manager, leaseMs, ...self };
    // Without the agent, and without anything else that the program's environment loads.
    const worker = new Worker(linkWorker, { workerData: data, transferList: [port2], execArgv: [], env: {}, name: "faultline link" });
    worker.unref();
    port1.on("message", (message: ToAgent & { kind: "answer" }) => this.#handOut(message));
    port1.unref();
    this.#port = port1;
    return port1;
  }
}
