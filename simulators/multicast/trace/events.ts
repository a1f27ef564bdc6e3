import { blackHoleOf } from "../check/blame.ts";
import type { Element } from "../elements.ts";
import type { Hop } from "../explain.ts";
import { isOverMtu, type PacketRun } from "./run.ts";

/** One moment in the life of a packet (§1); each becomes a step of the trace. */
export type PacketEvent =
  /** The controller computes rules and headers. */
  | { readonly kind: "compute" }
  | { readonly kind: "fail"; readonly element: Element }
  /** The controller answers a failure with new headers. */
  | { readonly kind: "update" }
  /** Some receivers cannot be reached any more. */
  | { readonly kind: "cut" }
  /** The hypervisor switch of the sender finds the entry. */
  | { readonly kind: "look-up" }
  /** A frame is over the MTU and is not sent. */
  | { readonly kind: "oversize"; readonly frame: number }
  /** A copy goes over a link, or is dropped at its sending end. */
  | { readonly kind: "hop"; readonly frame: number; readonly hop: number }
  /** A switch finds no rule. */
  | { readonly kind: "drop"; readonly frame: number; readonly hop: number }
  /** A switch has the choice of up-ports, and none is live. */
  | { readonly kind: "stuck"; readonly frame: number; readonly hop: number }
  /** A switch sends copies on, but none to where these receivers are. */
  | { readonly kind: "omit"; readonly frame: number; readonly hop: number; readonly hosts: readonly number[] }
  /** The receiving hypervisor switch hands the inner frame over. */
  | { readonly kind: "deliver"; readonly frame: number; readonly hop: number };

/** The life of a packet in order: breadth first over the links, what comes of a copy right behind its arrival. */
export function eventsOf(run: PacketRun): readonly PacketEvent[] {
  const events: PacketEvent[] = [{ kind: "compute" }];
  for (const element of run.failure?.elements ?? []) events.push({ kind: "fail", element });
  if (run.failure?.reaction === "update") events.push({ kind: "update" });
  if (run.answer.unreachable.length > 0) events.push({ kind: "cut" });
  events.push({ kind: "look-up" });
  const omissions = omissionsOf(run);
  run.told.forEach((told, frame) => {
    if (isOverMtu(run, told)) {
      events.push({ kind: "oversize", frame });
      return;
    }
    told.hops.forEach((hop, index) => events.push(...eventsOfHop(hop, frame, index, omissions.get(`${frame}:${index}`) ?? [])));
  });
  return events;
}

function eventsOfHop(hop: Hop, frame: number, index: number, omitted: readonly number[]): PacketEvent[] {
  const sent: PacketEvent = { kind: "hop", frame, hop: index };
  if (!hop.isSent) return [sent];
  if (hop.to.kind === "host") return [sent, { kind: "deliver", frame, hop: index }];
  const events: PacketEvent[] = [sent];
  if (hop.rule === "none") events.push({ kind: "drop", frame, hop: index });
  else if (hop.choice?.live.length === 0) events.push({ kind: "stuck", frame, hop: index });
  if (hop.rule !== "none" && omitted.length > 0) events.push({ kind: "omit", frame, hop: index, hosts: omitted });
  return events;
}

/** For each arrival at a switch the receivers that it lets down though it could have served them. */
function omissionsOf(run: PacketRun): ReadonlyMap<string, readonly number[]> {
  const { state, told, sender, group } = run;
  const omissions = new Map<string, number[]>();
  for (const host of missingOf(run)) {
    const { at, isDeadLink } = blackHoleOf(state.fabric.topology, told, sender, host, group.index);
    if (isDeadLink) continue;
    for (const [frame, { hops }] of told.entries()) {
      const index = hops.findIndex((hop) => hop.isSent && hop.to.kind === at.kind && hop.to.id === at.id);
      if (index < 0) continue;
      const key = `${frame}:${index}`;
      omissions.set(key, [...(omissions.get(key) ?? []), host]);
      break;
    }
  }
  return omissions;
}

/** Reachable receivers without a copy, ascending. */
export function missingOf(run: PacketRun): readonly number[] {
  const reached = new Set(copiesOf(run).keys());
  return run.answer.wanted.filter((host) => !reached.has(host));
}

/** Copies by host, in the order of arrival. */
export function copiesOf(run: PacketRun): ReadonlyMap<number, number> {
  const copies = new Map<number, number>();
  for (const told of run.told) {
    if (isOverMtu(run, told)) continue;
    for (const { to, isSent } of told.hops) if (isSent && to.kind === "host") copies.set(to.id, (copies.get(to.id) ?? 0) + 1);
  }
  return copies;
}
