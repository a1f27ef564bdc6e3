import type { Occurrence, Setup } from "../verify/types.ts";
import { type Breach, placeKey } from "./breach.ts";
import { type Answered, type Crashed, type History, type Made, overlap, pathOf, type Work } from "./history.ts";
import { added, type Detector, type Scene, type Suspicion, type Trial } from "./suspicion.ts";

/**
 * FL4021 of a run: a process waits for ever, or to the end of its attempts, for a lock word (taken by an atomic) or a lock file (made with `x`) of a
 * process whose node has crashed, and nothing ends the lock.
 */
export const orphanedLocks: Detector = (scene, since) =>
  scene.history.crashes.length === 0 ? [] : added(scene.history.answers, since).flatMap((answered) => attempted(scene, answered));

interface Lock {
  readonly path: string;
  /** Absent: the file itself is the lock. */
  readonly word?: Work;
  readonly taken: Occurrence;
  readonly crash: Crashed;
}

/** An attempt in vain: whether it is one of many is known at the end. */
function attempted(scene: Scene, answered: Answered): readonly Suspicion[] {
  const { history, setup } = scene;
  const made = history.call(answered);
  const lock = made && lockOf(history, setup, made, answered);
  if (!made || !lock) return [];
  const { process } = answered;
  const key = `FL4021 ${placeKey(made.at)}`;
  return [
    { key, id: `${key} ${process} ${lock.path} ${lock.word?.address ?? ""}`, decide: (trial) => decide(trial, setup, lock, process, key) },
  ];
}

/** The lock that an attempt did not get, because a crashed process has it. */
function lockOf(history: History, setup: Setup, made: Made, answered: Answered): Lock | undefined {
  const isCrashed = (process: number, since: number): Crashed | undefined =>
    history.crashes.find(({ node, moment }) => since < moment && moment < made.moment && node === setup.site.processes[process]?.node);
  const { call } = made;
  if (call.kind === "open") {
    if (answered.answer.kind !== "failed" || answered.answer.errno !== "EEXIST") return undefined;
    const maker = history.answers.findLast((one) => {
      const other = one.answer.kind === "opened" && one.moment < answered.moment ? history.call(one) : undefined;
      return other?.call.kind === "open" && other.call.flags.exclusive && other.call.path === call.path;
    });
    const crash = maker && isCrashed(maker.process, maker.moment);
    return maker && crash ? { path: call.path, taken: { process: maker.process, index: maker.index }, crash } : undefined;
  }
  const isAttempt =
    call.kind === "read" || (call.kind === "compareAndSwap" && answered.answer.kind === "word" && answered.answer.word !== call.expected);
  if (!isAttempt) return undefined;
  const word = history.worksOf(made.occurrence).at(-1);
  const fetch = word && word.parts.find((part) => part.kind === "fetch");
  const last = fetch && history.placed.findLast((part) => part.moment < fetch.moment && overlap(part, fetch));
  if (!last || last.work.opcode !== "CAS") return undefined;
  const crash = isCrashed(last.work.process, last.moment);
  const path = pathOf(made);
  const { process, index } = last.work;
  return crash && path !== undefined ? { path, word: last.work, taken: { process, index }, crash } : undefined;
}

interface Attempt {
  readonly made: Made;
  readonly answer: Answered;
}

function attemptsOn(history: History, setup: Setup, lock: Lock, process: number): readonly Attempt[] {
  return history.answers.flatMap((answer): readonly Attempt[] => {
    const made = answer.process === process && lock.crash.moment < answer.moment ? history.call(answer) : undefined;
    const other = made && lockOf(history, setup, made, answer);
    return made && other && other.path === lock.path && other.word?.address === lock.word?.address ? [{ made, answer }] : [];
  });
}

function decide({ run, history }: Trial, setup: Setup, lock: Lock, process: number, key: string): Breach | undefined {
  const attempts = attemptsOn(history, setup, lock, process);
  const last = attempts.at(-1);
  const outcome = run.outcomes[process];
  if (!last || !outcome || isEnded(history, lock)) return undefined;
  const isEndless = run.loop !== undefined && outcome.kind === "waiting";
  const tries = attempts.filter(({ made }) => isEndless || made.call.kind !== "read");
  const hasGivenUp = outcome.kind === "returned" || outcome.kind === "threw";
  // What the process does after its last attempt, if it got on without the lock, is its own business.
  if (tries.length < 2 || !(isEndless || hasGivenUp)) return undefined;
  return {
    property: "FL4021",
    key,
    code: "FL4021",
    process,
    at: (tries.at(-1) ?? last).made.at,
    step: (tries.at(-1) ?? last).answer.step,
    detail: {
      kind: "lock",
      path: lock.path,
      ...offsetOf(lock),
      holder: lock.taken.process,
      attempts: tries.length,
      isEndless,
      taken: lock.taken,
    },
  };
}

function offsetOf({ word }: Lock): { readonly offset?: number } {
  const range = word && word.range;
  return range ? { offset: range.from } : {};
}

/** Somebody has written the word since, or has taken the file away. */
function isEnded(history: History, { word, path, crash }: Lock): boolean {
  if (word) return history.placed.some((part) => crash.moment < part.moment && overlap(part, word) !== undefined);
  return history.answers.some((answered) => {
    const made = crash.moment < answered.moment && answered.answer.kind !== "failed" ? history.call(answered) : undefined;
    return (made?.call.kind === "unlink" || made?.call.kind === "rename") && made.call.path === path;
  });
}
