import type { JsonObject } from "../../protocol/json.ts";
import { comparable, normalise } from "./normalise.ts";
import { bodyOf, type Context, resolve, Unresolved } from "./resolve.ts";
import type { RawAnswer, RecordedRequest, StoreSequence } from "./sequence.ts";
import { ConformanceServer } from "./server.ts";

/** Where a sequence first goes another way than the recording. Later differences are usually consequences. */
export interface Difference {
  readonly seed: number;
  readonly profile: string;
  /** Number of the step, or what of a phase. */
  readonly at: number | string;
  readonly kind?: string;
  readonly op?: string;
  readonly request?: RecordedRequest;
  readonly want: unknown;
  readonly got: unknown;
}

/**
 * Replays a sequence against a fresh server.
 *
 * A recording does not tell when a second of the server's clock ended, but it shows: a write that leaves everything but the time of its
 * `managedFields` as it was makes a new version in another second, and none in the same one. So where an answer differs,
 * a second is taken to have begun before that step, if with it the answers agree up to there.
 *
 * @param isIgnored Tags of steps whose answer is not compared.
 */
export function replayStore(
  sequence: StoreSequence,
  definitions: readonly JsonObject[],
  isIgnored: (tag: string) => boolean,
): Difference | undefined {
  const ticks = new Set<number>();
  let difference = replayWith(sequence, definitions, isIgnored, ticks);
  while (difference !== undefined && !ticks.has(difference.at)) {
    const next = replayWith(sequence, definitions, isIgnored, new Set([...ticks, difference.at]));
    if (next !== undefined && next.at <= difference.at) return difference;
    ticks.add(difference.at);
    difference = next;
  }
  return difference;
}

function replayWith(
  sequence: StoreSequence,
  definitions: readonly JsonObject[],
  isIgnored: (tag: string) => boolean,
  ticks: ReadonlySet<number>,
): (Difference & { readonly at: number }) | undefined {
  const server = new ConformanceServer(definitions, "ticks");
  const namespace = `zq${sequence.seed}y0`;
  const answers: RawAnswer[] = [];
  let unresolved: string | undefined;
  for (const [index, { req }] of sequence.steps.entries()) {
    if (ticks.has(index)) server.tick();
    try {
      answers.push(send(server, req, { namespace, answers }));
    } catch (error) {
      if (!(error instanceof Unresolved)) throw error;
      unresolved = error.message;
      break;
    }
  }
  const steps = answers.map((raw, index) => ({ req: sequence.steps[index]?.req as RecordedRequest, raw }));
  const got = normalise(namespace, sequence.ssa === true, steps);
  const at = sequence.steps.findIndex(({ res, tags }, index) => {
    const answer = got[index];
    if (answer === undefined) return true;
    return !(tags ?? []).some(isIgnored) && comparable(answer) !== comparable(res);
  });
  const step = sequence.steps[at];
  if (step === undefined) return undefined;
  const { kind, op } = step.req;
  const head = { seed: sequence.seed, profile: sequence.profile, at, op, request: step.req, ...(kind === undefined ? {} : { kind }) };
  return { ...head, want: step.res, got: got[at] ?? `placeholder ${unresolved} has no value` };
}

/** Sends one recorded request. @throws {Unresolved} */
export function send(server: ConformanceServer, request: RecordedRequest, context: Context): RawAnswer {
  if (request.method === "COMPACT") return server.compact();
  const path = resolve(request.path, context);
  const query = resolve(request.query ?? {}, context);
  if (request.method === "WATCH") return watch(server, request, context, path, query);
  const body = bodyOf(request, context);
  const type = request.type === undefined ? {} : { type: request.type };
  return server.request({ method: request.method as "GET", path, query, ...type, ...body });
}

function watch(
  server: ConformanceServer,
  { until = {} }: RecordedRequest,
  context: Context,
  path: string,
  query: Readonly<Record<string, string>>,
): RawAnswer {
  let count = 0;
  const name = until.name === undefined ? undefined : resolve(until.name, context);
  return server.watch({ method: "GET", path, query }, ({ type, object }) => {
    const metadata = (object["metadata"] ?? {}) as JsonObject;
    return ++count === until.count || type === "ERROR" || (name !== undefined && metadata["name"] === name && type === until.type);
  });
}
