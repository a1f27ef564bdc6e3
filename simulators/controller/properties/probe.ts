import type { Budget } from "../../core/budget.ts";
import { kindOf, label, otherVariant, variant } from "../world/layout.ts";
import { Walk } from "../world/walk.ts";
import { Collected } from "./collected.ts";
import type { Found } from "./found.ts";
import type { Session } from "./session.ts";

/**
 * The quiet run with a single fault at each of its writes, until the first one that goes wrong: most controllers that are wrong show it here, long before
 * a search has come to it. It proves nothing: the search goes the same ways, too.
 */
export function probe(session: Session, budget: Budget): readonly Found[] {
  const walk = new Walk(session.transitions, session.transitions.initial(1));
  let left = mostSteps;
  for (const code of session.quiet) {
    const info = walk.take(code);
    if (info === undefined || left < 0) return [];
    if (kindOf(code) !== label.call || info.changes.length === 0) continue;
    const ways = [...crashes(session).map((fault) => [0, fault] as const), ...lost(code).map((fault) => [1, fault] as const)];
    for (const [without, fault] of ways) {
      const found = goOn(session, walk.branch(without), fault, budget, () => (left -= 1) >= 0);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** So many steps after faults: a small part of a second. */
const mostSteps = 500;

const crashes = ({ world: { setup } }: Session): readonly number[] =>
  Array.from({ length: setup.replicas }, (_, process) => label.crash | (process << 4));

/** The answer to the call is lost; somebody else was faster. */
const lost = (code: number): readonly number[] => [variant.answerLost, variant.conflict].map((which) => otherVariant(code, which));

/** What goes wrong with a fault from here, if everything else goes quietly. */
function goOn(session: Session, walk: Walk, fault: number, budget: Budget, mayGoOn: () => boolean): readonly Found[] {
  const collected = new Collected();
  if (session.step(walk, (code) => code === fault, collected)) session.rests(walk, budget, collected, mayGoOn);
  return collected.all();
}
