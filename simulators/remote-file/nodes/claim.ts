import type { RunEvent } from "./events.ts";

/** What a run says of claim 1 (US10706005B2) and of the adapters' promises. */
export interface ClaimReport {
  /** Work of the operating system of a memory node while a file was open: C5 says none. */
  readonly bypassEvents: number;
  /** Bytes that went to and from memory without it. */
  readonly bytesOneSided: number;
  /** What was not as it has to be, in words; none in a run that is right. A violation is a bug of the simulator, not of the user. */
  readonly broken: readonly string[];
}

/** Looks at the events of one run, in order: the steps C1 to C9, one completion for each request and in order, and nothing but flushes after an error. */
export function checkClaim(events: readonly RunEvent[]): ClaimReport {
  const checker = new Checker();
  for (const event of events) checker.take(event);
  return { bypassEvents: checker.bypassEvents, bytesOneSided: checker.bytesOneSided, broken: checker.broken };
}

/** How far an open has come. */
type Opening = "intercepted" | "asked" | "answered" | "connected" | "mapped";

class Checker {
  bypassEvents = 0;
  bytesOneSided = 0;
  readonly broken: string[] = [];
  readonly #opening = new Map<string, Opening>();
  /** Open files: process and number. */
  readonly #open = new Set<string>();
  /** Operations on open files whose entry was looked up. */
  readonly #lookedUp = new Set<string>();
  /** Requests without a completion, by queue pair, oldest first. */
  readonly #posted = new Map<number, number[]>();
  readonly #inError = new Set<number>();

  take(event: RunEvent): void {
    switch (event.action) {
      case "agent.open":
        this.#opening.set(operationOf(event), "intercepted");
        return;
      case "manager.request":
        if (event.call.kind === "open") this.#advance(event, ["intercepted"], "asked");
        return;
      case "manager.reply":
        // Each copy has a reply of its own.
        return this.#advance(event, ["asked", "answered"], "answered");
      case "agent.map.set":
        this.#open.add(fileOf(event));
        return this.#advance(event, ["answered", "mapped"], "mapped");
      case "agent.read":
      case "agent.write":
      case "agent.atomic":
      case "agent.flush":
      case "agent.size":
        this.#lookedUp.delete(operationOf(event));
        return;
      case "agent.map.get":
        this.#lookedUp.add(operationOf(event));
        this.#expect(this.#open.has(fileOf(event)), `${fileOf(event)} is looked up but not open`);
        return;
      case "agent.post":
        this.#expect(this.#lookedUp.has(operationOf(event)), `${operationOf(event)} posts before it has looked its file up`);
        return;
      case "manager.close":
        this.#open.delete(fileOf(event));
        return;
      case "nic.post":
        this.#posted.set(event.qpn, [...(this.#posted.get(event.qpn) ?? []), event.wrId]);
        return;
      case "nic.complete":
        return this.#complete(event);
      case "memory.place":
      case "memory.fetch":
        this.bytesOneSided += event.bytes.length;
        return;
      case "qp.modify":
        if (event.to === "ERR") this.#inError.add(event.qpn);
        else this.#inError.delete(event.qpn);
        // A number that is given out again begins anew; what a node that is gone had posted never completes.
        if (event.to === "INIT") this.#posted.delete(event.qpn);
        return;
      case "os.register":
        if (this.#open.size > 0) this.bypassEvents += 1;
        return;
      case "agent.end":
        this.#lookedUp.delete(operationOf(event));
        return;
      case "agent.close":
      case "agent.name":
      case "channel.close":
      case "manager.answer":
      case "manager.refuse":
      case "manager.revoke":
      case "manager.lease-end":
      case "manager.recycle":
      case "nic.deliver":
      case "node.crash":
      case "wire.fragment":
        return;
    }
  }

  #advance(event: OperationEvent, from: readonly Opening[], to: Opening): void {
    const operation = operationOf(event);
    const now = this.#opening.get(operation);
    this.#expect(now !== undefined && from.includes(now), `${operation}: ${event.action} after ${now ?? "nothing"}`);
    this.#opening.set(operation, to);
  }

  #complete({ qpn, wrId, status }: Extract<RunEvent, { action: "nic.complete" }>): void {
    const [first, ...rest] = this.#posted.get(qpn) ?? [];
    this.#expect(first === wrId, `queue pair ${qpn} completes ${wrId}, ${first ?? "nothing"} is first`);
    this.#expect(!this.#inError.has(qpn) || status === "WR_FLUSH", `queue pair ${qpn} is in error and completes with ${status}`);
    this.#posted.set(qpn, rest);
  }

  #expect(isRight: boolean, what: string): void {
    if (!isRight) this.broken.push(what);
  }
}

type OperationEvent = Extract<RunEvent, { readonly operation: number }>;

const operationOf = ({ process, operation }: OperationEvent): string => `process ${process} operation ${operation}`;
const fileOf = ({ process, fd }: Extract<OperationEvent, { readonly fd: number }>): string => `process ${process} file ${fd}`;
