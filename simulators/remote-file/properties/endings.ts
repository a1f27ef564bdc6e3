import { nodeOf, type Site } from "../nodes/site.ts";
import { isLasting } from "./about.ts";
import { type Breach, placeKey } from "./breach.ts";
import { type Ended, type History, pathOf } from "./history.ts";
import { added, type Detector, type Suspicion } from "./suspicion.ts";

/** `no-exception` (FL4024), and FL4009 of a run: a process returns while a write of its own has no completion. */
export const endings: Detector = ({ history, setup }, since) =>
  added(history.ends, since).flatMap((ended): readonly Suspicion[] => {
    switch (ended.ending.kind) {
      case "threw":
        return exception(history, setup.site, ended);
      case "returned":
        // A module has been evaluated, and goes on as long as something is under way.
        return setup.payload.processes[ended.process]?.isModule ? [] : unfinished(history, ended);
      case "exited":
        return [];
    }
  });

/** The codes of a fault itself: a process that ends with one of them has reported it. */
const codesOfFaults: ReadonlySet<string> = new Set(["ETIMEDOUT", "EIO", "ESTALE", "EAGAIN"]);
/** What a crash of a memory node takes away is not there any more, and there may be no room for it elsewhere. */
const codesOfLoss: ReadonlySet<string> = new Set(["ENOENT", "ENOSPC"]);

function exception(history: History, site: Site, { process, ending, moment, step }: Ended): readonly Suspicion[] {
  if (ending.kind !== "threw") return [];
  const { thrown } = ending;
  const crashes = history.crashes.filter((crash) => crash.moment < moment);
  const hasLoss = crashes.some(({ node }) => nodeOf(site, node).role === "memory");
  const isReported =
    thrown.code !== undefined && ((crashes.length > 0 && codesOfFaults.has(thrown.code)) || (hasLoss && codesOfLoss.has(thrown.code)));
  if (isReported) return [];
  const at = thrown.at ? [thrown.at] : (lastCall(history, process)?.at ?? []);
  const breach: Breach = {
    property: "no-exception",
    key: `no-exception ${process} ${placeKey(at)} ${thrown.code ?? ""}`,
    code: "FL4024",
    process,
    at,
    step,
    detail: { kind: "threw", thrown },
  };
  return [{ key: breach.key, id: `threw ${process}`, decide: () => breach }];
}

function unfinished(history: History, { process, step }: Ended): readonly Suspicion[] {
  const open = history.calls.filter((made) => isLasting(made) && made.occurrence.process === process && !made.answer);
  return open.map((made): Suspicion => {
    const breach: Breach = {
      property: "FL4009",
      key: `FL4009 ${placeKey(made.at)}`,
      code: "FL4009",
      process,
      at: made.at,
      step,
      detail: { kind: "unfinished", call: made.occurrence, path: pathOf(made) ?? "" },
    };
    return { key: breach.key, id: `unfinished ${process} ${made.occurrence.index}`, decide: () => breach };
  });
}

const lastCall = (history: History, process: number) => history.calls.findLast(({ occurrence }) => occurrence.process === process);
