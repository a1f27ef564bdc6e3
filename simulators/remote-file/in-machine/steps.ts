import type { Ask } from "./ask.ts";
import { abortError, type FileError, fileError, type Subject } from "./errors.ts";
import { onDisk } from "./disk.ts";
import { observed } from "./observer.ts";
import { isRemoteFd } from "./numbers.ts";
import type { Place } from "./paths.ts";

/** An operation that calls the agent now and then. One text serves its synchronous, callback and promise forms. */
export type Steps<Result> = Generator<Ask, Result, Raw>;

/** Which of the forms of a function is running: they differ in what they look at. */
export type Form = "sync" | "callback" | "promise";

/** Asks about a path: the agent, or the virtual disk. @throws As Node. */
export function* askAt(place: Place, subject: Subject, ...call: Ask): Steps<Raw> {
  if (!place.isRemote) return succeeded(onDisk(...call), subject);
  const raw = yield call;
  if (raw.kind !== "local") return succeeded(raw, subject);
  $strayed(place.path, place.here);
  return succeeded(onDisk(...call), subject);
}

/** The same of an open file. */
export function* askOf(fd: number, subject: Subject, ...call: Ask): Steps<Raw> {
  return succeeded(isRemoteFd(fd) ? yield call : onDisk(...call), subject);
}

function succeeded(raw: Raw, subject: Subject): Raw {
  if (raw.kind === "failed") throw fileError(raw.errno, subject, raw.rdma);
  return raw;
}

/** Runs an operation to its end; the process waits. */
export function runNow<Result>(here: number, steps: Steps<Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next(now(here, step.value));
  return step.value;
}

/** Runs an operation; it completes in a later turn, as every operation of Node does. */
export async function runLater<Result>(here: number, steps: Steps<Result>): Promise<Result> {
  let step = steps.next();
  if (step.done === true) await Promise.resolve();
  while (step.done !== true) step = steps.next(await later(here, step.value));
  return step.value;
}

function now(here: number, call: Ask): Raw {
  if ($isObserver) return observed(...call);
  return callSync(here, ...call);
}

function later(here: number, call: Ask): Promise<Raw> | Raw {
  if ($isObserver) return observed(...call);
  return callLater(here, ...call);
}

const callSync = $agentCallSync as unknown as (here: number, ...call: Ask) => Raw;
const callLater = $agentCall as unknown as (here: number, ...call: Ask) => Promise<Raw>;

/** Runs an operation for a callback. Wrong arguments are thrown at once, as Node does; everything else comes later, outside of any promise. */
export function runForCallback<Result>(here: number, steps: Steps<Result>, done: (error: unknown, value?: Result) => void): void {
  let step: IteratorResult<Ask, Result>;
  try {
    step = steps.next();
  } catch (error) {
    if (isArgumentError(error)) throw error;
    return $enqueue(done, [error]);
  }
  if (step.done === true) return $enqueue(done, [null, step.value]);
  goOn(here, steps, step.value, done);
}

function goOn<Result>(here: number, steps: Steps<Result>, call: Ask, done: (error: unknown, value?: Result) => void): void {
  const taken = (raw: Raw): void => {
    let step: IteratorResult<Ask, Result>;
    try {
      step = steps.next(raw);
    } catch (error) {
      return $enqueue(done, [error]);
    }
    if (step.done === true) $enqueue(done, [null, step.value]);
    else goOn(here, steps, step.value, done);
  };
  const raw = later(here, call);
  if (raw instanceof Promise) void raw.then(taken);
  else $enqueue(taken, [raw]);
}

/** Wrong use, as against what went wrong. */
const isArgumentError = (error: unknown): boolean =>
  (error instanceof TypeError || error instanceof RangeError) && (error as Partial<FileError>).code?.startsWith("ERR_") === true;

/** An operation without a call. */
// oxlint-disable-next-line require-yield -- That is the point.
export function* immediately<Result>(work: () => Result): Steps<Result> {
  return work();
}

export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal);
}
