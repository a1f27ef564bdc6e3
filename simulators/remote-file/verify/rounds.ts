import type { Stage } from "./stage.ts";
import type { Rest, RunState } from "./state.ts";

/** The moment before a timer fires, and how many rounds of a loop are left out there. */
export interface Rested {
  /** As it is after those rounds. */
  readonly state: RunState;
  readonly rounds: number;
}

/**
 * A program that polls comes back to the same state, but for the time, again and again, until an alarm goes off (a lease ends) that may be a
 * thousand rounds away. What has happened once between two such moments can happen again: so many rounds as fit before the alarm are taken at once.
 *
 * Not while nodes may still crash (they could do so in the middle), nor where programs look at the clock.
 */
export function restAt(stage: Stage, state: RunState): Rested {
  const { identifier, learnt } = stage;
  const { world, processes, rests } = state;
  const { now, alarms } = world.verbs;
  const timeless = { ...world, verbs: { ...world.verbs, now: 0, alarms: alarms.map(({ kind, id }) => ({ kind, id })) } };
  const running = processes.map(({ state: { id }, isAlive, arrivals, operations, timers }) => [
    isAlive ? id : -1,
    arrivals,
    operations,
    timers.map((timer) => [timer.id, timer.due - now]),
  ]);
  const rest: Rest = {
    key: identifier.idOf([timeless, running, state.disks.map(({ id }) => id)]),
    now,
    alarms: identifier.idOf(alarms),
  };
  const due = Math.min(...processes.flatMap(({ timers }) => timers[0]?.due ?? []));
  const [alarm] = alarms;
  const before = rests.find(({ key, alarms: set, now: then }) => key === rest.key && set === rest.alarms && then < now);
  const period = before ? now - before.now : Infinity;
  const mayLeaveOut = stage.hasAllRounds !== true && alarm !== undefined && world.crashesLeft === 0 && !learnt.readsClock;
  const rounds = mayLeaveOut ? Math.max(0, Math.floor((alarm.at - due) / period)) : 0;
  const passed = rounds * (rounds > 0 ? period : 0);
  return {
    rounds,
    state: {
      ...state,
      world: { ...world, verbs: { ...world.verbs, now: now + passed } },
      processes: processes.map((process) => ({ ...process, timers: process.timers.map(({ id, due: at }) => ({ id, due: at + passed })) })),
      rests: [{ ...rest, now: now + passed }, ...rests].slice(0, mostRests),
    },
  };
}

/** More timers than these in one round are not seen as one. */
const mostRests = 8;
