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
  readonly parts: Part[] = [];
  readonly completions: Completed[] = [];
  readonly maps: Mapped[] = [];
  readonly crashes: Crashed[] = [];
  readonly cleared: Cleared[] = [];
  readonly notes: Noted[] = [];
  readonly ends: Ended[] = [];
  /** Moments so far. */
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
    const { calls, answers, works, parts, completions, maps, crashes, cleared, notes, ends } = this;
    const lists: readonly Moment[][] = [calls, answers, works, parts, completions, maps, crashes, cleared, notes, ends];
    for (const list of lists) while ((list.at(-1)?.moment ?? -1) >= moment) list.pop();
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
        this.calls.push({ ...happening, ...at });
        break;
      case "answer":
        this.answers.push({ ...at, ...happening.occurrence, answer: happening.answer, bytes: happening.bytes ?? [] });
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
        break;
    }
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
        const owner = occurrence ?? { process: -1, index: -1 };
        this.works.push({ ...at, ...owner, node, target, qpn, wrId, opcode, address, length });
        break;
      }
      case "memory.place":
      case "memory.fetch": {
        const work = this.#workOf(event);
        const kind = event.action === "memory.place" ? "place" : "fetch";
        if (work)
          this.parts.push({
            ...at,
            kind,
            work,
            target: work.target,
            address: event.address,
            length: event.bytes.length,
            bytes: event.bytes,
          });
        break;
      }
      case "nic.complete": {
        const work = this.#workOf(event);
        if (work) this.completions.push({ ...at, work, status: event.status });
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
  #workOf({ qpn, wrId }: { readonly qpn: number; readonly wrId: number }): Work | undefined {
    return this.works.findLast((work) => work.qpn === qpn && work.wrId === wrId);
  }

  call({ process, index }: Occurrence): Made | undefined {
    return this.calls.findLast(({ occurrence }) => occurrence.process === process && occurrence.index === index);
  }

  answerOf({ process, index }: Occurrence): Answered | undefined {
    return this.answers.findLast((one) => one.process === process && one.index === index);
  }

  /** The path that a call names, or that its file was opened by. */
  pathOf(made: Made): string | undefined {
    return "path" in made.call ? made.call.path : this.mapOf(made)?.path;
  }

  /** What the agent's map has under the number of a call's file: of several copies the last. */
  mapOf({ occurrence: { process }, call, moment }: Made): Mapped | undefined {
    if (!("fd" in call)) return undefined;
    return this.maps.findLast((map) => map.moment < moment && map.process === process && map.fd === call.fd);
  }

  /** Work of a call that moves bytes of its file, the size word aside. */
  worksOf({ process, index }: Occurrence): readonly Work[] {
    return this.works.filter((work) => work.process === process && work.index === index && this.fileRange(work) !== undefined);
  }

  /** Where in a file work goes to; undefined: the size word, or no bytes at all. */
  fileRange(work: Work): FileRange | undefined {
    if (work.length === 0 || work.opcode === "FLUSH" || work.opcode === "MAX") return undefined;
    const map = this.maps.findLast((one) => one.moment < work.moment && isInside(work, one));
    return map && { path: map.path, from: work.address - map.address, to: work.address - map.address + work.length };
  }
}

export interface HistoryMark {
  readonly moment: number;
  readonly steps: number;
}

export interface Moment {
  readonly moment: number;
  /** Index of the step of the run. */
  readonly step: number;
}

/** A call of the agent. */
export interface Made extends RecordedCall, Moment {}

export interface Answered extends Occurrence, Moment {
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
}

/** A part that was placed or fetched. */
export interface Part extends Moment, Area {
  readonly kind: "place" | "fetch";
  readonly work: Work;
  readonly bytes: Uint8Array;
}

export interface Completed extends Moment {
  readonly work: Work;
  readonly status: Status;
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
