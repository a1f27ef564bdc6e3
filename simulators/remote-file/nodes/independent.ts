import { areIndependent as areVerbsIndependent } from "../verbs/independent.ts";
import { pairOf } from "../verbs/pair.ts";
import type { Choice } from "./step.ts";
import type { World } from "./world.ts";

/**
 * As for adapters (`verbs/independent.ts`), of nodes: two steps of adapters that are independent there, and of which none wakes
 * a process of the node of the other. Everything else counts as dependent.
 */
export function areIndependent(world: World, a: Choice, b: Choice): boolean {
  if (a.kind !== "verbs" || b.kind !== "verbs") return false;
  const { verbs } = world;
  if (!areVerbsIndependent(verbs, a.choice, b.choice)) return false;
  const isOneNode = pairOf(verbs, a.choice.qpn).node === pairOf(verbs, b.choice.qpn).node;
  return !isOneNode || (!wakes(a) && !wakes(b));
}

const wakes = ({ choice }: Extract<Choice, { kind: "verbs" }>): boolean => choice.kind !== "part" && choice.kind !== "store";

/** Who acts, for bounds of switches: managers, then each connection. Numbers are the same in every state of a run with the same channels. */
export function laneOf(choice: Choice): number {
  switch (choice.kind) {
    case "manager":
      return 0;
    case "verbs":
      return 1 + choice.choice.qpn;
    case "crash":
      return -1;
  }
}
