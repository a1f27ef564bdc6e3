import type { Answers, Reply, Request } from "../protocol/messages.ts";
import { type Call, refusalError } from "./errors.ts";
import { hostImmediate } from "./host.ts";
import type { Link } from "./link.ts";

/** An operation that asks the manager now and then. One text serves its synchronous, callback and promise forms. */
export type Steps<Result> = Generator<Request, Result, Reply>;

type Kind = Request["kind"];

/** Asks the manager within an operation. @throws An error as Node's, with the call's words. */
export function* ask<Of extends Kind>(request: Request & { readonly kind: Of }, call: Call): Steps<Answers[Of]> {
  const reply = yield request;
  if ("value" in reply) return reply.value as Answers[Of];
  if (reply.error.status === "UNREACHABLE") throw new Unreachable(call);
  throw refusalError(reply.error, call);
}

/** An operation without a question. */
// oxlint-disable-next-line require-yield -- That is the point.
export function* immediately<Result>(work: () => Result): Steps<Result> {
  return work();
}

/** The manager cannot be reached. What that means depends on the mount's `fallback`. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  readonly call: Call;

  constructor(call: Call) {
    super("the manager cannot be reached");
    this.call = call;
  }

  /** What the program gets to see. */
  get error(): NodeJS.ErrnoException {
    return refusalError({ code: "ETIMEDOUT", status: "RETRY_EXC" }, this.call);
  }
}

/** Runs an operation to its end. */
export function runNow<Result>(steps: Steps<Result>, link: Link): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next(link.ask(step.value));
  return step.value;
}

/** Runs an operation; nothing blocks. It completes in a later turn of the event loop, as every operation of Node does. */
export async function runLater<Result>(steps: Steps<Result>, link: Link): Promise<Result> {
  const step = steps.next();
  if (step.done === true) await new Promise((resolve) => hostImmediate(resolve));
  return goOn(steps, step, link);
}

/** The rest of an operation, from where it stands. */
export async function goOn<Result>(steps: Steps<Result>, from: IteratorResult<Request, Result>, link: Link): Promise<Result> {
  let step = from;
  while (step.done !== true) step = steps.next(await link.askLater(step.value));
  return step.value;
}
