import { type Breach, placeKey } from "./breach.ts";
import { type Answered, type History, type Made, pathOf } from "./history.ts";
import { added, type Detector, type Suspicion, type Trial } from "./suspicion.ts";

/**
 * `no-stale-access` (FL4003): an operation on a closed handle; or one that ends with ESTALE, of a process that neither fails with it after a fault of
 * the environment nor opens the path again.
 */
export const staleAccesses: Detector = ({ history }, since) =>
  added(history.answers, since).flatMap((answered) => [...closedHandle(history, answered), ...staleKey(answered)]);

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

/** What the process makes of it is decided at its end. */
function staleKey(answered: Answered): readonly Suspicion[] {
  const { answer, made, process } = answered;
  const path = pathOf(made);
  if (answer.kind !== "failed" || answer.errno !== "ESTALE" || path === undefined) return [];
  const suspicion = suspicionOf(made, answered, "stale", path);
  return [
    { ...suspicion, decide: (trial) => (isTakenCareOf(trial, process, answered.moment, path) ? undefined : suspicion.decide(trial)) },
  ];
}

function isTakenCareOf({ history }: Trial, process: number, since: number, path: string): boolean {
  const ended = history.ends.find((one) => one.process === process);
  if (!ended) return true;
  const isOpenedAgain = history.calls.some(
    (later) => later.occurrence.process === process && since < later.moment && later.call.kind === "open" && later.call.path === path,
  );
  const { ending } = ended;
  const isReported = ending.kind === "threw" && ending.thrown.code === "ESTALE" && history.crashes.some(({ moment }) => moment < since);
  return isOpenedAgain || isReported;
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
