import type { Stepped } from "../verbs/pair.ts";
import type { Verbs } from "../verbs/state.ts";
import type { TakeBytes } from "../verbs/step.ts";
import { withNumber } from "../verbs/state.ts";
import type { Answer } from "./calls.ts";
import type { RunEvent } from "./events.ts";
import type { Site } from "./site.ts";
import type { Directory, OpenFile, Operation, Process, World } from "./world.ts";

/** What one step leads to. */
export interface Turned {
  readonly world: World;
  readonly events: readonly RunEvent[];
  /** Operations that are over, in order. */
  readonly ended: readonly Ended[];
}

export interface Ended {
  readonly process: number;
  readonly operation: number;
  readonly answer: Answer;
}

/** A step while it is made: the world as it is so far, and what has happened. The worlds themselves never change. */
export class Turn {
  readonly site: Site;
  readonly takeBytes: TakeBytes | undefined;
  world: World;
  readonly events: RunEvent[] = [];
  readonly ended: Ended[] = [];

  constructor(site: Site, world: World, takeBytes?: TakeBytes) {
    this.site = site;
    this.world = world;
    this.takeBytes = takeBytes;
  }

  get verbs(): Verbs {
    return this.world.verbs;
  }

  set verbs(verbs: Verbs) {
    this.world = { ...this.world, verbs };
  }

  /** Goes on with what a function of the adapters led to. */
  step({ verbs, events }: Stepped): void {
    this.verbs = verbs;
    this.events.push(...events);
  }

  tell(event: RunEvent): void {
    this.events.push(event);
  }

  setDirectory(directory: Directory): void {
    this.world = { ...this.world, directory };
  }

  process(number: number): Process {
    const process = this.world.processes[number];
    if (!process) throw new Error(`there is no process ${number}`);
    return process;
  }

  setProcess(number: number, change: Partial<Process>): void {
    this.world = { ...this.world, processes: this.world.processes.with(number, { ...this.process(number), ...change }) };
  }

  operation(process: number, operation: number): Operation {
    const found = this.process(process).operations[operation];
    if (!found) throw new Error(`process ${process} has no operation ${operation}`);
    return found;
  }

  setOperation(process: number, number: number, operation: Operation | undefined): void {
    this.setProcess(process, { operations: withNumber(this.process(process).operations, number, operation) });
  }

  /** @param slot Number of the file in the map: its number less `firstFd`. */
  setFile(process: number, slot: number, file: OpenFile | undefined): void {
    this.setProcess(process, { files: withNumber(this.process(process).files, slot, file) });
  }

  end(process: number, operation: number, answer: Answer): void {
    const { node } = this.process(process);
    this.setOperation(process, operation, undefined);
    this.tell({ action: "agent.end", node, process, operation, answer });
    this.ended.push({ process, operation, answer });
  }

  done(): Turned {
    return { world: this.world, events: this.events, ended: this.ended };
  }
}

export const nanosecondsPerMillisecond = 1_000_000;
