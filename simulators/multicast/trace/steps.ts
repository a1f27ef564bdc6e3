import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Change, Lane, Mark, Step } from "../../../protocol/trace.ts";
import type { Element } from "../elements.ts";
import { elementText } from "../elements.ts";
import { frameBytes, headerBytes } from "../header.ts";
import { hostText, type Node, nodeId, nodeText, parseNode } from "../names.ts";
import { copyKinds } from "./copy-kind.ts";
import type { PacketEvent } from "./events.ts";
import type { IsHarm } from "./harm.ts";
import { placeOfEvent, type Places } from "./places.ts";
import type { PacketRun } from "./run.ts";
import { eventText, hopAt, parentOf } from "./words.ts";

/** Steps of a packet, its lanes and the state before the first. */
export interface Told {
  readonly lanes: readonly Lane[];
  readonly initial: JsonObject;
  readonly steps: readonly Step[];
}

/** Makes a step of each event. */
export function stepsOf(run: PacketRun, events: readonly PacketEvent[], isHarm: IsHarm, places: Places): Told {
  const kinds = copyKinds(run);
  const ledger = new Ledger(run);
  const steps = events.map((event): Step => {
    const { lane, to } = lanesOf(run, event);
    const at = placeOfEvent(run, event, places);
    const choice = choiceOf(run, event);
    return {
      lane,
      ...(to === undefined ? {} : { to }),
      action: event.kind,
      message: eventText(run, event, kinds),
      ...(at ? { at } : {}),
      changes: ledger.changes(event),
      ...(choice === undefined ? {} : { choice }),
      mark: marks[event.kind],
      ...(isHarm(event) ? { harm: true } : {}),
    };
  });
  return { lanes: lanesIn(run, steps), initial: ledger.initial, steps };
}

const marks: Record<PacketEvent["kind"], Mark> = {
  compute: "write",
  fail: "event",
  update: "write",
  cut: "control",
  "look-up": "read",
  oversize: "control",
  hop: "write",
  drop: "control",
  stuck: "control",
  omit: "control",
  deliver: "write",
};

// ---- lanes ----

function lanesOf(run: PacketRun, event: PacketEvent): { readonly lane: string; readonly to?: string } {
  const sender = `host:${run.sender}`;
  switch (event.kind) {
    case "compute":
    case "update":
      return { lane: "controller", to: sender };
    case "cut":
      return { lane: run.failure?.reaction === "update" ? "controller" : sender };
    case "fail":
      return { lane: laneOfElement(event.element) };
    case "look-up":
    case "oversize":
      return { lane: sender };
    case "hop": {
      const { from, to } = hopAt(run, event);
      return { lane: nodeId(from), to: nodeId(to) };
    }
    case "drop":
    case "stuck":
    case "omit":
    case "deliver":
      return { lane: nodeId(hopAt(run, event).to) };
  }
}

/** Of a link its lower switch. */
function laneOfElement(element: Element): string {
  switch (element.kind) {
    case "leafSpineLink":
      return `leaf:${element.leaf}`;
    case "spineCoreLink":
      return `spine:${element.spine}`;
    case "leaf":
    case "spine":
    case "core":
    case "host":
      return `${element.kind}:${element.id}`;
  }
}

/** The lanes that act or are acted on: controller, hosts, leaves, spines, cores, each ascending. */
function lanesIn(run: PacketRun, steps: readonly Step[]): readonly Lane[] {
  const { topology } = run.state.fabric;
  const ids = new Set(steps.flatMap(({ lane, to }) => (to === undefined ? [lane] : [lane, to])));
  const nodes = [...ids].flatMap((id) => parseNode(topology, id) ?? []);
  const order = { host: 0, leaf: 1, spine: 2, core: 3 };
  nodes.sort((a: Node, b: Node) => order[a.kind] - order[b.kind] || a.id - b.id);
  return [
    { id: "controller", title: "controller", group: "controller" },
    ...nodes.map((node): Lane => ({ id: nodeId(node), title: nodeText(topology, nodeId(node)), group: node.kind })),
  ];
}

// ---- state ----

/** The state that a panel shows: what is down, copies by host, what has been spent on links. */
class Ledger {
  readonly initial: JsonObject;
  readonly #run: PacketRun;
  readonly #copies = new Map<string, number>();
  readonly #wanted: ReadonlySet<number>;
  #links = 0;
  #bytes = 0;

  constructor(run: PacketRun) {
    this.#run = run;
    const { group, sender, state, innerBytes } = run;
    const { topology } = state.fabric;
    const wanted = group.receivers.filter((host) => host !== sender);
    this.#wanted = new Set(wanted);
    for (const host of wanted) this.#copies.set(hostText(topology, host), 0);
    this.initial = {
      group: group.name,
      from: hostText(topology, sender),
      innerBytes,
      links: 0,
      bytes: 0,
      hosts: Object.fromEntries(wanted.map((host): [string, Json] => [hostText(topology, host), { wanted: true, copies: 0 }])),
      down: {},
    };
  }

  changes(event: PacketEvent): readonly Change[] {
    switch (event.kind) {
      case "look-up":
        return [{ location: ["header"], after: this.#run.answer.frames.map(({ encoded }) => headerBytes(encoded.bits)) }];
      case "fail":
        return [{ location: ["down", elementText(this.#run.state.fabric.topology, event.element)], after: true }];
      case "hop":
        return this.#transmit(event);
      case "deliver":
        return [this.#deliver(hopAt(this.#run, event).to.id)];
      case "compute":
      case "update":
      case "cut":
      case "oversize":
      case "drop":
      case "stuck":
      case "omit":
        return [];
    }
  }

  #transmit(event: { readonly frame: number; readonly hop: number }): readonly Change[] {
    const hop = hopAt(this.#run, event);
    if (!hop.isSent) return [];
    const bytes = frameBytes(hop.headerBits, this.#run.innerBytes);
    const links: Change = { location: ["links"], before: this.#links, after: this.#links + 1 };
    const wire: Change = { location: ["bytes"], before: this.#bytes, after: this.#bytes + bytes };
    this.#links += 1;
    this.#bytes += bytes;
    return [links, wire];
  }

  #deliver(host: number): Change {
    const name = hostText(this.#run.state.fabric.topology, host);
    const before = this.#copies.get(name);
    this.#copies.set(name, (before ?? 0) + 1);
    if (before === undefined) return { location: ["hosts", name], after: { wanted: this.#wanted.has(host), copies: 1 } };
    return { location: ["hosts", name, "copies"], before, after: before + 1 };
  }
}

// ---- choices ----

/** On the way up: which of the live up-ports the switch took, where there was more than one. */
function choiceOf(run: PacketRun, event: PacketEvent): number | undefined {
  if (event.kind !== "hop") return undefined;
  const { link } = hopAt(run, event);
  if (link !== "leafUp" && link !== "spineUp") return undefined;
  const choice = parentOf(run, event)?.choice;
  if (choice?.took === undefined || choice.live.length < 2) return undefined;
  return choice.live.indexOf(choice.took);
}
