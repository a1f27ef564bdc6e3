import type { Alarm, Verbs } from "../verbs/state.ts";

/**
 * Alarms of the nodes, beside `retryAlarm` of the adapters. Ids: `request` a request to a dead manager (see `requestId`), `teardown` a channel,
 * `lease` a crashed node, `recycle` an unlinked file.
 */
export type AlarmKind = "request" | "teardown" | "lease" | "recycle";

/** @param delay Nanoseconds from now. */
export function setAlarm(verbs: Verbs, kind: AlarmKind, id: number, delay: number): Verbs {
  const alarm: Alarm = { at: verbs.now + delay, kind, id };
  // Of one moment in an order of their own, so that it makes no difference to a state which was set first.
  const behind = verbs.alarms.findIndex((one) => alarm.at < one.at || (alarm.at === one.at && isBefore(alarm, one)));
  return { ...verbs, alarms: verbs.alarms.toSpliced(behind === -1 ? verbs.alarms.length : behind, 0, alarm) };
}

const isBefore = (a: Alarm, b: Alarm): boolean => (a.kind === b.kind ? a.id < b.id : a.kind < b.kind);

export function clearAlarm(verbs: Verbs, kind: AlarmKind, id: number): Verbs {
  const alarms = verbs.alarms.filter((alarm) => alarm.kind !== kind || alarm.id !== id);
  return alarms.length === verbs.alarms.length ? verbs : { ...verbs, alarms };
}

export const requestId = (process: number, operation: number): number => process * operationsOfProcess + operation;
export const processOfRequest = (id: number): number => Math.floor(id / operationsOfProcess);
export const operationOfRequest = (id: number): number => id % operationsOfProcess;

/** More than any process has at one time. */
const operationsOfProcess = 2 ** 20;
