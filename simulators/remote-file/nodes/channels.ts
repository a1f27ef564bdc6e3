import { connect, destroyPair } from "../verbs/pair.ts";
import { access, lowestFree, withNumber } from "../verbs/state.ts";
import { clearAlarm, setAlarm } from "./alarms.ts";
import { nanosecondsPerMillisecond, type Turn } from "./turn.ts";
import type { Channel } from "./world.ts";

/** Simulated time after the last close. */
const teardownNanoseconds = 100 * nanosecondsPerMillisecond;

/**
 * Step C4 of claim 1: a connection from one node to another, set up if there is none that works; one more open file uses it.
 *
 * @returns Its number.
 */
export function acquireChannel(turn: Turn, node: number, target: number): number {
  const isOwn = turn.site.configuration.channels === "handle";
  const { channels } = turn.world;
  const existing = isOwn
    ? -1
    : channels.findIndex((channel) => channel?.node === node && channel.target === target && isUsable(turn, channel));
  const found = channels[existing];
  if (found) {
    setChannel(turn, existing, { ...found, users: found.users + 1 });
    turn.verbs = clearAlarm(turn.verbs, "teardown", existing);
    return existing;
  }
  const flags = access.localWrite | access.remoteRead | access.remoteWrite | access.remoteAtomic;
  const connected = connect(turn.verbs, node, target, flags, turn.site.configuration.queuePair);
  turn.step(connected);
  const number = lowestFree(channels, { first: node, stride: turn.verbs.adapters.length });
  setChannel(turn, number, { node, target, qpn: connected.qpn, peer: connected.peer, users: 1, isOwn });
  return number;
}

/** A channel in error is replaced at the next open. */
const isUsable = (turn: Turn, { qpn, isOwn }: Channel): boolean => !isOwn && turn.verbs.pairs[qpn]?.state === "RTS";

/** One open file less uses it. */
export function releaseChannel(turn: Turn, number: number): void {
  const channel = turn.world.channels[number];
  if (!channel) return;
  setChannel(turn, number, { ...channel, users: channel.users - 1 });
  if (channel.users === 1) turn.verbs = setAlarm(turn.verbs, "teardown", number, teardownNanoseconds);
}

export function tearDown(turn: Turn, number: number): void {
  const channel = turn.world.channels[number];
  if (!channel || channel.users > 0) return;
  turn.verbs = destroyPair(destroyPair(turn.verbs, channel.qpn), channel.peer);
  setChannel(turn, number, undefined);
  turn.tell({ action: "channel.close", node: channel.node, target: channel.target, qpn: channel.qpn });
}

/** The node at the near end is gone. */
export function dropChannelsOf(turn: Turn, node: number): void {
  turn.world.channels.forEach((channel, number) => {
    if (channel?.node !== node) return;
    turn.verbs = destroyPair(destroyPair(turn.verbs, channel.qpn), channel.peer);
    turn.verbs = clearAlarm(turn.verbs, "teardown", number);
    setChannel(turn, number, undefined);
  });
}

function setChannel(turn: Turn, number: number, channel: Channel | undefined): void {
  turn.world = { ...turn.world, channels: withNumber(turn.world.channels, number, channel) };
}
