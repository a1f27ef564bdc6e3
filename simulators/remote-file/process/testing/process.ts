import { unlimited } from "../../../core/budget.ts";
import { Places } from "../../../core/places.ts";
import type { Answer, Call } from "../../nodes/calls.ts";
import { Identifier } from "../../search/identify.ts";
import { scenarioOf } from "../../verify/testing/scenario.ts";
import { Automaton } from "../automaton.ts";
import { Disks } from "../disks.ts";
import { type Learnt, ProcessMachine } from "../machine.ts";
import type { Arrival, Disk, Input, ProcessState, ProcessStep } from "../types.ts";

/** One process of a test, with the answers that the test gives. */
export interface Subject {
  readonly automaton: Automaton;
  readonly machine: ProcessMachine;
  readonly learnt: Learnt;
  readonly disks: Disks;
  start(): ProcessStep;
  step(
    state: ProcessState,
    input: Input,
    more?: { readonly arrivals?: readonly Arrival[]; readonly now?: number; readonly disk?: Disk },
  ): ProcessStep;
  answer(step: ProcessStep, answer: Answer, arrivals?: readonly Arrival[]): ProcessStep;
}

/** @param body Of the process. @param before Before it, in the module. @throws {ProcessStopped} The module cannot be evaluated. */
export async function subjectOf(body: string, before = ""): Promise<Subject> {
  const text = `
import fs from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
${before}
/** @process node=app */
export async function main(): Promise<unknown> {
${body}
}`;
  const { program, payload } = await scenarioOf({ text });
  const identifier = new Identifier();
  const disks = new Disks(identifier);
  const learnt: Learnt = { readsClock: false, clearsTimers: false };
  const { configuration, environment } = payload;
  const options = { isObserver: false, configuration, environment, seed: 1, disks, budget: unlimited() };
  const machine = new ProcessMachine(program, new Places(program), options, learnt);
  machine.load();
  const automaton = new Automaton(machine, ["main"], identifier);
  const step: Subject["step"] = (state, input, { arrivals = [], now = 0, disk = disks.empty } = {}) =>
    automaton.step(state, input, arrivals, { now: () => now, inode: (fd) => fd, capacity: () => [100, 40], disk });
  const [beginning] = automaton.beginnings;
  if (!beginning) throw new Error("there is no process");
  return {
    automaton,
    machine,
    learnt,
    disks,
    step,
    start: () => step(beginning, { kind: "start" }),
    answer: ({ state }, answer, arrivals = []) => step(state, { kind: "answer", slot: state.waiting[0]?.slot ?? -1, answer }, { arrivals }),
  };
}

/** `read 8`, `open /rdma/a`. */
export const callText = (call: Call): string => {
  if (call.kind === "read" || call.kind === "write") return `${call.kind} ${call.buffers.reduce((sum, { length }) => sum + length, 0)}`;
  return "path" in call ? `${call.kind} ${call.path}` : call.kind;
};

export const callsOf = ({ calls }: ProcessStep): readonly string[] => calls.map(({ call }) => callText(call));

/** What it returned, or threw. */
export function endingOf({ state: { ending } }: ProcessStep): string {
  switch (ending?.kind) {
    case undefined:
      return "";
    case "returned":
      return ending.value.text;
    case "threw":
      return ending.thrown.code ?? ending.thrown.message;
    case "exited":
      return `exit ${ending.code}`;
  }
}
