import type { Answer } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";
import type { Ending, ProcessNote } from "../process/types.ts";
import type { Opcode } from "../verbs/state.ts";
import type { Status } from "../verbs/status.ts";
import type { Happening, Occurrence, RecordedCall, RecordedStep } from "../verify/types.ts";

/**
 * What has happened in a run so far, as lists that grow at their ends: a search that goes back cuts them.
 * Things with smaller moments happened before.
 */
export class History {
  readonly calls: Made[] = [];
  readonly answers: Answered[] = [];
  readonly works: Work[] = [];
  /** Parts that were placed or fetched. */
  readonly parts: Part[] = [];
  /** Those that were placed. */
  readonly placed: Part[] = [];
  readonly maps: Mapped[] = [];
  readonly crashes: Crashed[] = [];
  readonly cleared: Cleared[] = [];
  readonly notes: Noted[] = [];
  readonly ends: Ended[] = [];
  readonly #completions: Completed[] = [];
  /** By process and index. */
  readonly #byOccurrence: Made[][] = [];
  #now = 0;
  #steps = 0;

  /** Moments so far: everything that has happened is before. */
  get now(): number {
    return this.#now;
  }

  mark(): HistoryMark {
    return { moment: this.#now, steps: this.#steps };
  }

  undoTo({ moment, steps }: HistoryMark): void {
    cutBack(this.calls, moment, ({ occurrence: { process, index } }) => (this.#byOccurrence[process] ??= []).splice(index));
    cutBack(this.answers, moment, ({ made }) => (made.answer = undefined));
    cutBack(this.works, moment, ({ made }) => made?.works.pop());
    cutBack(this.parts, moment, ({ work }) => work.parts.pop());
    cutBack(this.#completions, moment, ({ work }) => (work.end = undefined));
    for (const list of [this.placed, this.maps, this.crashes, this.cleared, this.notes, this.ends]) cutBack<Moment>(list, moment, ignore);
    this.#now = moment;
    this.#steps = steps;
  }

  tell({ happenings }: RecordedStep): void {
    for (const happening of happenings) this.#take(happening);
    this.#steps += 1;
  }

  #take(happening: Happening): void {
    const at: Moment = { moment: this.#now, step: this.#steps };
    this.#now += 1;
    switch (happening.kind) {
      case "call":
        this.#called(at, happening);
        break;
      case "answer":
        this.#answered(at, happening);
        break;
      case "event":
        this.#takeEvent(at, happening.event, happening.occurrence);
        break;
      case "note":
        this.notes.push({ ...at, process: happening.process, note: happening.note });
        break;
      case "end":
        this.ends.push({ ...at, process: happening.process, ending: happening.ending });
        break;
      case "timer":
      case "rounds":
        break;
    }
  }

  #called(at: Moment, happening: Extract<Happening, { readonly kind: "call" }>): void {
    const { call, occurrence } = happening;
    const { process } = occurrence;
    const fd = "fd" in call ? call.fd : undefined;
    const map = fd === undefined ? undefined : this.maps.findLast((one) => one.process === process && one.fd === fd);
    const made: Made = { ...happening, ...at, map, works: [], answer: undefined };
    this.calls.push(made);
    (this.#byOccurrence[process] ??= [])[occurrence.index] = made;
  }

  #answered(at: Moment, { occurrence, answer, bytes = [] }: Extract<Happening, { readonly kind: "answer" }>): void {
    const made = this.call(occurrence);
    if (!made) throw new Error("an answer to a call that nobody made");
    made.answer = { ...at, ...occurrence, made, answer, bytes };
    this.answers.push(made.answer);
  }

  #takeEvent(at: Moment, event: RunEvent, occurrence: Occurrence | undefined): void {
    switch (event.action) {
      case "agent.map.set": {
        const { process, fd, path, target, address, length } = event;
        const call = occurrence && this.call(occurrence)?.call;
        const isAppending = call?.kind === "open" && call.flags.append;
        this.maps.push({ ...at, process, index: occurrence?.index ?? -1, fd, path, target, address, length, isAppending });
        break;
      }
      case "nic.post": {
        const { node, target, qpn, wrId, opcode, address, length } = event;
        const made = occurrence && this.call(occurrence);
        const range = opcode === "FLUSH" || opcode === "MAX" ? undefined : this.#rangeOf({ target, address, length });
        const owner = occurrence ?? { process: -1, index: -1 };
        const work: Work = { ...at, ...owner, made, node, target, qpn, wrId, opcode, address, length, range, parts: [], end: undefined };
        this.works.push(work);
        made?.works.push(work);
        break;
      }
      case "memory.place":
      case "memory.fetch": {
        const work = this.workOf(event);
        const { address, bytes } = event;
        if (!work) break;
        const kind = event.action === "memory.place" ? "place" : "fetch";
        const part: Part = { ...at, kind, work, target: work.target, address, length: bytes.length, bytes };
        this.parts.push(part);
        work.parts.push(part);
        if (kind === "place") this.placed.push(part);
        break;
      }
      case "nic.complete": {
        const work = this.workOf(event);
        if (!work) break;
        work.end = event.status;
        this.#completions.push({ ...at, work });
        break;
      }
      case "node.crash":
        this.crashes.push({ ...at, node: event.node });
        break;
      case "manager.recycle":
        this.cleared.push({ ...at, target: event.target, address: event.address, length: event.length });
        break;
      case "agent.atomic":
      case "agent.close":
      case "agent.end":
      case "agent.flush":
      case "agent.map.get":
      case "agent.name":
      case "agent.open":
      case "agent.post":
      case "agent.read":
      case "agent.size":
      case "agent.write":
      case "channel.close":
      case "manager.answer":
      case "manager.close":
      case "manager.lease-end":
      case "manager.refuse":
      case "manager.reply":
      case "manager.request":
      case "manager.revoke":
      case "nic.deliver":
      case "os.register":
      case "qp.modify":
      case "wire.fragment":
        break;
    }
  }

  /** The last one that had these numbers: numbers are given out again. */
  workOf({ qpn, wrId }: { readonly qpn: number; readonly wrId: number }): Work | undefined {
    return this.works.findLast((work) => work.qpn === qpn && work.wrId === wrId);
  }

  call({ process, index }: Occurrence): Made | undefined {
    return this.#byOccurrence[process]?.[index];
  }

  /** Work of a call that moves bytes of its file, the size word aside. */
  worksOf(occurrence: Occurrence): readonly Work[] {
    return this.call(occurrence)?.works.filter(({ range }) => range !== undefined) ?? [];
  }

  /** Where in a file an area is; undefined: the size word, or no bytes at all. */
  #rangeOf(area: Area): FileRange | undefined {
    const map = area.length === 0 ? undefined : this.maps.findLast((one) => isInside(area, one));
    return map && { path: map.path, from: area.address - map.address, to: area.address - map.address + area.length };
  }
}

/** The path that a call names, or that its file was opened by. */
export const pathOf = ({ call, map }: Made): string | undefined => ("path" in call ? call.path : map?.path);

function cutBack<Item extends Moment>(list: Item[], moment: number, undo: (item: Item) => void): void {
  for (let last = list.at(-1); last !== undefined && last.moment >= moment; last = list.at(-1)) {
    list.pop();
    undo(last);
  }
}

const ignore = (): void => {};

export interface HistoryMark {
  readonly moment: number;
  readonly steps: number;
}

export interface Moment {
  readonly moment: number;
  /** Index of the step of the run. */
  readonly step: number;
}

/** A call of the agent. What comes of it is added as it happens. */
export interface Made extends RecordedCall, Moment {
  /** What the agent's map had under the number of its file: of several copies the last. */
  readonly map: Mapped | undefined;
  readonly works: Work[];
  answer: Answered | undefined;
}

export interface Answered extends Occurrence, Moment {
  readonly made: Made;
  readonly answer: Answer;
  /** What a read has got, span by span. */
  readonly bytes: readonly Uint8Array[];
}

/** A piece of the memory of a node. */
export interface Area {
  readonly target: number;
  readonly address: number;
  /** Bytes. */
  readonly length: number;
}

/** A work request, and the call that it belongs to. */
export interface Work extends Occurrence, Moment, Area {
  readonly node: number;
  readonly qpn: number;
  readonly wrId: number;
  readonly opcode: Opcode;
  readonly made: Made | undefined;
  /** Where in its file it goes to; undefined: the size word, or no bytes at all. */
  readonly range: FileRange | undefined;
  readonly parts: Part[];
  /** Set when it is over. */
  end: Status | undefined;
}

/** A part that was placed or fetched. */
export interface Part extends Moment, Area {
  readonly kind: "place" | "fetch";
  readonly work: Work;
  readonly bytes: Uint8Array;
}

interface Completed extends Moment {
  readonly work: Work;
}

/** An open got its place: copies of a file have one each. Its first byte is at `address`. */
export interface Mapped extends Occurrence, Moment, Area {
  readonly fd: number;
  readonly path: string;
  readonly isAppending: boolean;
}

export interface Crashed extends Moment {
  readonly node: number;
}

/** Zeroed, to be given to another file. */
export interface Cleared extends Moment, Area {}

export interface Noted extends Moment {
  readonly process: number;
  readonly note: ProcessNote;
}

export interface Ended extends Moment {
  readonly process: number;
  readonly ending: Ending;
}

export interface FileRange {
  readonly path: string;
  /** First byte, and the first behind. */
  readonly from: number;
  readonly to: number;
}

/** Addresses that two areas share; undefined: none. */
export function overlap(a: Area, b: Area): { readonly from: number; readonly to: number } | undefined {
  const from = Math.max(a.address, b.address);
  const to = Math.min(a.address + a.length, b.address + b.length);
  return a.target === b.target && from < to ? { from, to } : undefined;
}

const isInside = (inner: Area, outer: Area): boolean =>
  inner.target === outer.target && outer.address <= inner.address && inner.address + inner.length <= outer.address + outer.length;
