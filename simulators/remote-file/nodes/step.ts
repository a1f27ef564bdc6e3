import { adapterOf } from "../verbs/adapter.ts";
import { retryAlarm } from "../verbs/pair.ts";
import {
  apply as applyVerbs,
  type Choice as VerbsChoice,
  choices as verbsChoices,
  crash as crashAdapter,
  exhaust,
  type TakeBytes,
} from "../verbs/step.ts";
import { operationOfRequest, processOfRequest, setAlarm } from "./alarms.ts";
import { managersFor, watchManagers } from "./ask.ts";
import { failed } from "./calls.ts";
import { dropChannelsOf, tearDown } from "./channels.ts";
import { endLeases } from "./leases.ts";
import { fileAt, liveReplicas, recycleWhenFree, setFile } from "./manager.ts";
import { mountAt, mountOfPath, nodeOf, type Site } from "./site.ts";
import { serve } from "./serve.ts";
import { settle, settleFile } from "./settle.ts";
import { nanosecondsPerMillisecond, Turn, type Turned } from "./turn.ts";
import type { World } from "./world.ts";

/** What may happen next, besides what programs do: an adapter goes on, a manager serves a request, a node crashes. */
export type Choice =
  | { readonly kind: "verbs"; readonly choice: VerbsChoice }
  | { readonly kind: "manager"; readonly process: number; readonly operation: number }
  | { readonly kind: "crash"; readonly node: number };

/** Without crashes and without the clock, in a fixed order: managers, then adapters. None: nothing goes on before the clock does. */
export function choices(site: Site, world: World): readonly Choice[] {
  return [...requests(site, world), ...verbsChoices(world.verbs).map((choice): Choice => ({ kind: "verbs", choice }))];
}

function requests(site: Site, world: World): readonly Choice[] {
  const turn = new Turn(site, world);
  return world.processes.flatMap(({ operations, isAlive }, process) =>
    operations.flatMap((operation, number): readonly Choice[] => {
      if (!isAlive || operation?.stage.kind !== "asking") return [];
      const managers = managersFor(turn, process, operation.call);
      const canAnswer = managers.every((manager) => adapterOf(world.verbs, manager).isAlive);
      return canAnswer ? [{ kind: "manager", process, operation: number }] : [];
    }),
  );
}

/** Nodes that may crash now. */
export function crashes(site: Site, world: World): readonly Choice[] {
  if (world.crashesLeft === 0) return [];
  return site.configuration.nodes.flatMap(({ mayCrash }, node): readonly Choice[] =>
    mayCrash && adapterOf(world.verbs, node).isAlive ? [{ kind: "crash", node }] : [],
  );
}

/** Takes one of `choices` or `crashes`. */
export function apply(site: Site, world: World, choice: Choice, takeBytes?: TakeBytes): Turned {
  const turn = new Turn(site, world, takeBytes);
  switch (choice.kind) {
    case "verbs":
      turn.step(applyVerbs(turn.verbs, choice.choice, takeBytes));
      break;
    case "manager":
      serve(turn, choice.process, choice.operation);
      break;
    case "crash":
      crash(turn, choice.node);
      break;
  }
  settle(turn);
  return turn.done();
}

/** Nanoseconds since the start at which the clock has something to do; undefined: never. */
export const nextAlarm = ({ verbs }: World): number | undefined => verbs.alarms[0]?.at;

/**
 * The clock moves on to `time`, because nothing else can go on (§2): the first alarm that is due by then goes off.
 * Call again until `now` is `time`.
 *
 * @param time Nanoseconds since the start, not before now.
 */
export function moveClock(site: Site, world: World, time: number, takeBytes?: TakeBytes): Turned {
  const [alarm, ...alarms] = world.verbs.alarms;
  if (!alarm || time < alarm.at) return { world: { ...world, verbs: { ...world.verbs, now: time } }, events: [], ended: [] };
  const turn = new Turn(site, { ...world, verbs: { ...world.verbs, now: alarm.at, alarms } }, takeBytes);
  ring(turn, alarm.kind, alarm.id);
  settle(turn);
  return turn.done();
}

function ring(turn: Turn, kind: string, id: number): void {
  switch (kind) {
    case retryAlarm:
      return turn.step(exhaust(turn.verbs, id));
    case "request":
      return giveUp(turn, processOfRequest(id), operationOfRequest(id));
    case "teardown":
      return tearDown(turn, id);
    case "lease":
      return endLeases(turn, id);
    case "recycle":
      return recycleWhenFree(turn, id);
    default:
      throw new Error(`nobody set an alarm ${kind}`);
  }
}

/** No manager has answered. */
function giveUp(turn: Turn, process: number, operation: number): void {
  const { call } = turn.operation(process, operation);
  const mount = "path" in call ? mountOfPath(turn.site, call.path) : undefined;
  const isLocal = mount !== undefined && mountAt(turn.site, mount).fallback === "local";
  turn.end(process, operation, isLocal ? { kind: "local" } : failed("ETIMEDOUT"));
  if ("fd" in call) settleFile(turn, process, call.fd, operation);
}

function crash(turn: Turn, node: number): void {
  turn.step(crashAdapter(turn.verbs, node));
  turn.world = { ...turn.world, crashesLeft: turn.world.crashesLeft - 1 };
  switch (nodeOf(turn.site, node).role) {
    case "app":
      return crashApp(turn, node);
    case "manager":
      return crashManager(turn);
    case "memory":
      return loseFiles(turn);
  }
}

/** Its processes stop; leases end later, if there is a manager to end them. */
function crashApp(turn: Turn, node: number): void {
  turn.world.processes.forEach((process, number) => {
    if (process.node !== node) return;
    const alarms = turn.verbs.alarms.filter(({ kind, id }) => kind !== "request" || processOfRequest(id) !== number);
    turn.verbs = { ...turn.verbs, alarms };
    turn.setProcess(number, { isAlive: false, files: [], operations: [] });
  });
  dropChannelsOf(turn, node);
  turn.verbs = setAlarm(turn.verbs, "lease", node, turn.site.configuration.leaseMs * nanosecondsPerMillisecond);
}

/** Names and leases are lost; who has asked it finds out when the retries are exhausted. */
function crashManager(turn: Turn): void {
  turn.world.processes.forEach(({ operations }, process) => {
    operations.forEach((operation, number) => {
      if (operation?.stage.kind === "asking") watchManagers(turn, process, number, operation.call);
    });
  });
}

/** Files of which no copy is left are gone, with their names. */
function loseFiles(turn: Turn): void {
  const { directory } = turn.world;
  const lost = directory.files.flatMap((file, number) => (file && liveReplicas(turn.world, file).length === 0 ? [number] : []));
  if (lost.length === 0) return;
  const names = new Map([...directory.names].filter(([, number]) => !lost.includes(number)));
  turn.setDirectory({ ...directory, names });
  for (const number of lost) {
    const file = fileAt(turn.world, number);
    setFile(turn, number, file.openers.length === 0 ? undefined : { ...file, isUnlinked: true, isDue: true });
  }
}
