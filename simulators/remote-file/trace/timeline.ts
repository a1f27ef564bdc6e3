import type { Nic } from "../config/model.ts";
import { openUs, wayUs, wireUs } from "../latency/cost.ts";
import type { RunEvent } from "../nodes/events.ts";
import { nodeOf, type Site } from "../nodes/site.ts";

/**
 * Simulated times of the events of a run, in microseconds, for its time axis and for the costs on the lines.
 *
 * The exploration knows no latencies: every order is tried. So an event comes as long after its cause as the model says, and never before
 * the event that stands before it in the run.
 */
export class Timeline {
  readonly #site: Site;
  /** When the last event of each operation and of each work request was. */
  readonly #operations = new Map<string, number>();
  readonly #works = new Map<string, number>();
  /** Connections that an operation sets up take their time once. */
  readonly #connecting = new Set<string>();
  #last = 0;

  constructor(site: Site) {
    this.#site = site;
  }

  /** @param now Nanoseconds: `verbs.now` after the event; alarms move the whole run. */
  at(event: RunEvent, now: number): number {
    const time = Math.max(this.#last, now / 1000, this.#timeOf(event));
    this.#last = time;
    if ("operation" in event) this.#operations.set(operationOf(event), time);
    if ("wrId" in event) this.#works.set(workOf(event), time);
    return time;
  }

  #timeOf(event: RunEvent): number {
    switch (event.action) {
      case "manager.reply":
      case "manager.answer":
      case "manager.refuse":
        return this.#afterOperation(event) + openUs(this.#nic(event.node), false);
      case "agent.map.set": {
        const isNew = this.#connecting.delete(String(event.node));
        return this.#afterOperation(event) + (isNew ? this.#nic(event.node).setupUs : 0);
      }
      case "qp.modify":
        this.#connecting.add(String(event.node));
        return 0;
      case "nic.post":
        return this.#last;
      case "wire.fragment":
        return this.#afterWork(event) + wireUs(this.#nic(event.target), event.length);
      case "memory.place":
      case "memory.fetch":
        return this.#afterWork(event) + wayUs(this.#nic(event.target), event.bytes.length) - this.#nic(event.target).baseUs / 2;
      case "nic.complete":
        return this.#afterWork(event) + (event.status === "SUCCESS" ? this.#nic(event.node).baseUs / 2 : 0);
      case "agent.end":
        return this.#afterOperation(event);
      case "agent.atomic":
      case "agent.close":
      case "agent.flush":
      case "agent.map.get":
      case "agent.name":
      case "agent.open":
      case "agent.post":
      case "agent.read":
      case "agent.size":
      case "agent.write":
      case "channel.close":
      case "manager.close":
      case "manager.lease-end":
      case "manager.recycle":
      case "manager.request":
      case "manager.revoke":
      case "nic.deliver":
      case "node.crash":
      case "os.register":
        return 0;
    }
  }

  #nic(node: number): Nic {
    return nodeOf(this.#site, node).nic;
  }

  #afterOperation(event: Extract<RunEvent, { readonly operation: number }>): number {
    return this.#operations.get(operationOf(event)) ?? this.#last;
  }

  #afterWork(event: Extract<RunEvent, { readonly wrId: number; readonly target: number }>): number {
    return this.#works.get(workOf(event)) ?? this.#last;
  }
}

const operationOf = ({ process, operation }: Extract<RunEvent, { readonly operation: number }>): string => `${process}/${operation}`;
const workOf = ({ qpn, wrId }: Extract<RunEvent, { readonly wrId: number }>): string => `${qpn}/${wrId}`;
