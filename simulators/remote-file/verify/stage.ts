import type { Budget } from "../../core/budget.ts";
import { Places } from "../../core/places.ts";
import type { Program } from "../../core/simulator.ts";
import { type Site, siteOf } from "../nodes/site.ts";
import { startWorld } from "../nodes/start.ts";
import type { RemoteFiles } from "../config/model.ts";
import { Automaton } from "../process/automaton.ts";
import { Disks } from "../process/disks.ts";
import { type Learnt, ProcessMachine } from "../process/machine.ts";
import { Observer } from "../process/observer.ts";
import type { Payload } from "../payload.ts";
import { Identifier } from "../search/identify.ts";
import { Observers } from "./observers.ts";
import type { Looked } from "./quiet.ts";
import type { RunState } from "./state.ts";

/** What all runs of a scenario are made with. */
export interface Stage {
  readonly payload: Payload;
  readonly site: Site;
  /** Of all processes. */
  readonly automaton: Automaton;
  readonly observers: Observers;
  readonly identifier: Identifier;
  readonly learnt: Learnt;
  readonly start: RunState;
  /** See `quiet.ts`. */
  readonly ahead: { last?: Looked };
  /** Why to stop now; see `Budget`. */
  readonly stop: Budget["stop"];
  /** Every move is tried, also where it makes no difference: for comparison. */
  readonly isPlain?: boolean;
  /** Nothing is left out of a loop that only waits: for comparison. */
  readonly hasAllRounds?: boolean;
}

/** Evaluates the modules: once for all processes, whose instances are told apart by taking back what they change. @param known What programs do, as far as it was learnt. @throws {ProcessStopped} They cannot be loaded. */
export function createStage(program: Program, payload: Payload, budget: Budget, known: Learnt): Stage {
  const { processes, configuration, environment } = payload;
  const site = siteOf(configuration, processes);
  const identifier = new Identifier();
  const disks = new Disks(identifier);
  const learnt: Learnt = { ...known };
  const places = new Places(program);
  const machineOf = (isObserver: boolean): ProcessMachine => {
    const { seed } = configuration.explore;
    const machine = new ProcessMachine(program, places, { isObserver, configuration, environment, seed, disks, budget }, learnt);
    machine.load();
    return machine;
  };
  const automaton = new Automaton(
    machineOf(false),
    processes.map(({ export: name }) => name),
    identifier,
  );
  const observer = payload.observers.length > 0 ? new Observer(machineOf(true)) : undefined;
  // What is read while the modules are evaluated is the same in every run.
  Object.assign(learnt, known);
  const start: RunState = {
    world: startWorld(site).world,
    processes: automaton.beginnings.map((state) => ({
      state,
      hasStarted: false,
      isAlive: true,
      arrivals: [],
      operations: [],
      timers: [],
    })),
    disks: configuration.nodes.map(() => disks.empty),
    rests: [],
  };
  const observers = new Observers(observer, payload, site, identifier);
  return { ahead: {}, stop: () => budget.stop(), payload, site, automaton, observers, identifier, learnt, start };
}

/** The same with other bounds of crashes. */
export function withCrashes(stage: Stage, crashes: number): Stage {
  const configuration: RemoteFiles = {
    ...stage.payload.configuration,
    explore: { ...stage.payload.configuration.explore, crashes },
  };
  const site = { ...stage.site, configuration };
  return { ...stage, site, start: { ...stage.start, world: startWorld(site).world } };
}
