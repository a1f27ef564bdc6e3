import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Change } from "../../../protocol/trace.ts";
import type { RunEvent } from "../nodes/events.ts";
import { bytesBefore } from "../properties/bytes.ts";
import { type Area, overlap } from "../properties/history.ts";
import { cut } from "../properties/pieces.ts";
import { access } from "../verbs/state.ts";
import type { Happening, ProcessOutcome } from "../verify/types.ts";
import type { Teller } from "./teller.ts";
import { bytesAt, hex, valueText } from "./values.ts";

/** A piece of a file that messages of the run move as a whole. */
export interface Cell extends Area {
  readonly path: string;
  /** Offset of its first byte in the file, and of the first behind it. */
  readonly from: number;
  readonly to: number;
}

/** The state of a run as it is shown: bytes of files by the pieces that are moved, processes, queue pairs, keys. */
export class RunState {
  readonly initial: JsonObject;
  readonly cells: readonly Cell[];
  readonly #teller: Teller;
  /** Values as they are, by location. */
  readonly #values = new Map<string, Json>();
  /** Changes that no step has told yet. */
  #pending: Change[] = [];

  constructor(teller: Teller) {
    this.#teller = teller;
    this.cells = cellsOf(teller);
    const files: Record<string, Record<string, Json>> = {};
    for (const cell of this.cells) {
      const value = stateValue(bytesBefore(teller.history, teller.initial, cell, 0));
      (files[this.#fileName(cell)] ??= {})[bytesAt(cell)] = value;
      this.#values.set(JSON.stringify([places.files, this.#fileName(cell), bytesAt(cell)]), value);
    }
    const programs = Object.fromEntries(teller.setup.site.processes.map(({ name }) => [name, {}]));
    this.initial = { [places.files]: files, [places.programs]: programs, [places.pairs]: {}, [places.keys]: {} };
  }

  takePending(): readonly Change[] {
    const pending = this.#pending;
    this.#pending = [];
    return pending;
  }

  keep(changes: readonly Change[]): void {
    this.#pending.push(...changes);
  }

  changes(happening: Happening, moment: number): readonly Change[] {
    const name = "process" in happening ? this.#teller.process(happening.process) : "";
    switch (happening.kind) {
      case "event":
        return this.#eventChanges(happening.event, moment);
      case "call": {
        const who = this.#teller.process(happening.occurrence.process);
        return this.#set([places.programs, who, "waits for"], happening.call.kind);
      }
      case "answer": {
        const who = this.#teller.process(happening.occurrence.process);
        const { answer } = happening;
        return [
          ...this.#set([places.programs, who, "waits for"], undefined),
          ...this.#set([places.programs, who, "error"], answer.kind === "failed" ? answer.errno : undefined),
        ];
      }
      case "end":
        return this.#set([places.programs, name, "ended"], endText(happening.ending));
      case "timer":
      case "rounds":
      case "note":
        return [];
    }
  }

  #eventChanges(event: RunEvent, moment: number): readonly Change[] {
    const { action } = event;
    if (action === "memory.place") return this.#placed(moment);
    if (action === "memory.fetch") return this.#fetched(moment);
    if (action === "qp.modify") return this.#set([places.pairs, this.#pairName(event.node, event.qpn)], event.to);
    if (action === "channel.close") return this.#set([places.pairs, this.#pairName(event.node, event.qpn)], undefined);
    if (action === "manager.reply") {
      return this.#set([places.keys, hex(event.rkey)], `${this.#teller.process(event.process)}: ${rightsText(event.access)}`);
    }
    if (action === "manager.revoke") return this.#set([places.keys, hex(event.rkey)], "revoked");
    return action === "node.crash" ? this.#crashed(event.node) : [];
  }

  #crashed(node: number): readonly Change[] {
    const pairs = [...this.#values.keys()]
      .map((key) => JSON.parse(key) as readonly string[])
      .filter(([part, name]) => part === places.pairs && name?.endsWith(` on ${this.#teller.node(node)}`) === true);
    const programs = this.#teller.setup.site.processes.flatMap((process) => (process.node === node ? [process.name] : []));
    return [
      ...programs.flatMap((name) => [
        ...this.#set([places.programs, name, "waits for"], undefined),
        ...this.#set([places.programs, name, "ended"], "crashed"),
      ]),
      ...pairs.flatMap((location) => this.#set(location, undefined)),
    ];
  }

  #placed(moment: number): readonly Change[] {
    return this.#touched(moment, (cell) => this.#set([places.files, this.#fileName(cell), bytesAt(cell)], this.#valueAfter(cell, moment)));
  }

  /** What has come of a read so far: another read of the same place begins anew. */
  #fetched(moment: number): readonly Change[] {
    const work = this.#teller.partAt(moment)?.work;
    if (work?.opcode !== "READ") return [];
    const who = this.#teller.process(work.process);
    return this.#touched(moment, (cell) => this.#set([places.programs, who, "has read", bytesAt(cell)], this.#valueAfter(cell, moment)));
  }

  #touched(moment: number, change: (cell: Cell) => readonly Change[]): readonly Change[] {
    const part = this.#teller.partAt(moment);
    return part ? this.cells.flatMap((cell) => (overlap(cell, part) ? change(cell) : [])) : [];
  }

  #valueAfter(cell: Cell, moment: number): Json {
    return stateValue(bytesBefore(this.#teller.history, this.#teller.initial, cell, moment + 1));
  }

  /** Copies of a file lie on several nodes. */
  #fileName({ path, target }: Cell): string {
    return this.#teller.setup.site.memoryNodes.length > 1 ? `${path} on ${this.#teller.node(target)}` : path;
  }

  #pairName(node: number, qpn: number): string {
    return `${qpn} on ${this.#teller.node(node)}`;
  }

  #set(location: readonly string[], after: Json | undefined): readonly Change[] {
    const key = JSON.stringify(location);
    const before = this.#values.get(key);
    if (before === after) return [];
    if (after === undefined) this.#values.delete(key);
    else this.#values.set(key, after);
    return [{ location, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
}

/** Where things stand in the state of a trace. */
export const places = { files: "memory", programs: "programs", pairs: "queue pairs", keys: "keys" } as const;

/** A word is a number, not a text that looks like one. */
function stateValue(bytes: Uint8Array): Json {
  const text = valueText(bytes);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function rightsText(flags: number): string {
  const rights = [
    ...((flags & access.remoteRead) === 0 ? [] : ["read"]),
    ...((flags & access.remoteWrite) === 0 ? [] : ["write"]),
    ...((flags & access.remoteAtomic) === 0 ? [] : ["atomic"]),
  ];
  return rights.join(", ");
}

function endText(ending: ProcessOutcome): string {
  switch (ending.kind) {
    case "returned":
      return ending.value.text === "undefined" ? "done" : ending.value.text;
    case "threw":
      return ending.thrown.message;
    case "exited":
      return `exit ${ending.code}`;
    case "crashed":
    case "waiting":
      return ending.kind;
  }
}

/** The bytes that the run moves, cut where any message or part of one begins or ends. */
function cellsOf({ history }: Teller): readonly Cell[] {
  const moved = new Map<string, Cell>();
  for (const { work, target, address, length } of history.parts) {
    const { range } = work;
    const key = `${target} ${address} ${length}`;
    if (!range || moved.has(key) || moved.size === mostAreas) continue;
    const from = range.from + address - work.address;
    moved.set(key, { target, address, length, path: range.path, from, to: from + length });
  }
  const areas = [...moved.values()];
  const cells = new Map<string, Cell>();
  for (const area of areas) {
    for (const piece of cut(area, areas)) {
      const from = area.from + piece.address - area.address;
      cells.set(`${piece.target} ${piece.address}`, { ...piece, path: area.path, from, to: from + piece.length });
    }
  }
  return [...cells.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.target - b.target || a.from - b.from));
}

/** Of a run that goes through a large file, the first ones. */
const mostAreas = 256;
