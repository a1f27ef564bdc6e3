import { type Breach, placeKey } from "./breach.ts";
import { type Answered, type Ended, type History, type Made, pathOf } from "./history.ts";
import { added, type Detector, type Suspicion } from "./suspicion.ts";

/**
 * `no-stale-access` (FL4003): an operation on a closed handle; or one that ends with ESTALE, of a process that neither fails with it after a fault of
 * the environment nor opens the path again.
 */
export const staleAccesses: Detector = ({ history }, since) => [
  ...added(history.answers, since).flatMap((answered) => closedHandle(history, answered)),
  ...added(history.ends, since).flatMap((ended) =>
    history.answers.flatMap((answered) => (answered.process === ended.process ? staleKey(history, answered, ended) : [])),
  ),
];

function closedHandle(history: History, answered: Answered): readonly Suspicion[] {
  const { answer } = answered;
  if (answer.kind !== "failed" || answer.errno !== "EBADF") return [];
  const made = history.call(answered);
  if (!made || !("fd" in made.call) || made.call.kind === "close") return [];
  // A closed `FileHandle` calls by the negative of the number that it had.
  const fd = Math.abs(made.call.fd);
  const map = history.maps.findLast((one) => one.moment < made.moment && one.process === answered.process && one.fd === fd);
  if (!map) return [];
  const isClosed =
    made.call.fd < 0 ||
    history.calls.some(
      ({ occurrence, call, moment }) =>
        occurrence.process === answered.process &&
        call.kind === "close" &&
        call.fd === map.fd &&
        map.moment < moment &&
        moment < made.moment,
    );
  return isClosed ? [suspicionOf(made, answered, "closed", map.path)] : [];
}

function staleKey(history: History, answered: Answered, { ending }: Ended): readonly Suspicion[] {
  const { answer, process, moment } = answered;
  if (answer.kind !== "failed" || answer.errno !== "ESTALE") return [];
  const made = history.call(answered);
  const path = made && pathOf(made);
  if (!made || path === undefined) return [];
  const isOpenedAgain = history.calls.some(
    (later) => later.occurrence.process === process && moment < later.moment && later.call.kind === "open" && later.call.path === path,
  );
  const isReported = ending.kind === "threw" && ending.thrown.code === "ESTALE" && history.crashes.some((crash) => crash.moment < moment);
  return isOpenedAgain || isReported ? [] : [suspicionOf(made, answered, "stale", path)];
}

function suspicionOf(made: Made, answered: Answered, kind: "closed" | "stale", path: string): Suspicion {
  const { process, index } = made.occurrence;
  const breach: Breach = {
    property: "no-stale-access",
    key: `no-stale-access ${kind} ${placeKey(made.at)}`,
    code: "FL4003",
    process,
    at: made.at,
    step: answered.step,
    detail: { kind, call: made.occurrence, path },
  };
  return { key: breach.key, id: `${kind} ${process} ${index}`, decide: () => breach };
}
