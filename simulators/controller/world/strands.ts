import type { StoredObject } from "../cluster/types.ts";
import type { CallAnswer, CallRequest, PendingCall, Process, Strand } from "../process/types.ts";
import { makesUnknownEvent } from "../process/events.ts";
import type { CallFault, ObjectChange } from "../properties/types.ts";
import type { Externals } from "./externals.ts";
import { eventNames, mostSlots, variant } from "./layout.ts";
import { maker } from "./makers.ts";
import { type Server } from "./server.ts";
import type { Setup } from "./setup.ts";
import { CallTable } from "./call-table.ts";
import { PairMemo, Table } from "./table.ts";
import { canonicalText } from "./text.ts";

/** A call of a strand executed and answered. */
export interface Delivered {
  /** Afterwards; -1: as before. */
  readonly cluster: number;
  /** Afterwards; -1: as before. */
  readonly external: number;
  readonly answer: CallAnswer;
  readonly changes: readonly ObjectChange[];
  /** Afterwards. */
  readonly strand: Strand;
  readonly draws: boolean;
}

/** Where a call finds the world. */
export interface Place {
  readonly cluster: number;
  readonly external: number;
  readonly graves: number;
  /** Who calls (see `maker`). */
  readonly by: number;
}

/** What a reconcile has of its own besides its input. */
export interface Chance {
  /** Milliseconds after the moment at which all others begin. */
  readonly later?: number;
  /** Random values that no other reconcile draws, but those with the same number. */
  readonly draw?: number;
}

/** Kinds of events, and more. */
const mostEvents = 8;
/** No search counts so far. */
const firstOtherSeed = 0x4000_0000;

/** The running reconciles of user code, remembered by numbers. */
export class Strands {
  readonly #setup: Setup;
  readonly #process: Process;
  readonly #server: Server;
  readonly #externals: Externals;
  /** Nobody will ever look at Events whose names nobody knows: kept, they would only tell how often they were made, and there would be no end of them. */
  readonly #forgetsEvents: boolean;
  readonly #byId: Strand[] = [];
  /** By key and chance; object and event; memory. */
  readonly #started = new Map<string, PairMemo<Strand>>();
  /** By call, variant and caller; cluster (or state of the external systems). */
  readonly #delivered = new CallTable<Delivered>();
  /** By strand; call, variant and caller: their number. */
  readonly #rows: (number[] | undefined)[] = [];
  #rowCount = 0;
  /** By such a number: what calls that change nothing come to, by their answer. */
  readonly #answered: (Map<CallAnswer, Delivered> | undefined)[] = [];
  readonly #requests = new Table<null>();
  readonly #requestNumbers = new WeakMap<PendingCall, number>();
  readonly #seeds = new Map<number, number>();
  /** Texts that were drawn, by seed. */
  readonly #drawn = new Map<number, Set<string>>();
  /** Texts that are worked out of uids: of which. */
  readonly #madeOf = new Map<string, string>();

  constructor(setup: Setup, process: Process, server: Server, externals: Externals) {
    this.#setup = setup;
    this.#process = process;
    this.#server = server;
    this.#externals = externals;
    const named = [setup.resource, ...setup.owns, ...setup.watches, ...(setup.caches ?? []), ...setup.manages, ...setup.retains];
    this.#forgetsEvents = process.readsEvents === false && named.every(({ kind }) => kind !== "Event");
  }

  get(id: number): Strand {
    return this.#byId[id] as Strand;
  }

  get areAlone(): boolean {
    return this.#process.hasSharedState;
  }

  /** Random values seen so far, as texts. */
  drawnTexts(): readonly string[] {
    return [...this.#drawn.values()].flatMap((texts) => [...texts]);
  }

  /** By text: the uid out of which it is worked out. */
  get madeOf(): ReadonlyMap<string, string> {
    return this.#madeOf;
  }

  /** @param key `namespace/name`. @param object Of tagged code. @param chance Absent: as in all runs. */
  start(key: string, object: StoredObject | undefined, event: number, memory: number, cluster: number, chance?: Chance): Strand {
    const later = chance?.later ?? 0;
    const seed = chance?.draw === undefined ? this.#seed(cluster) : firstOtherSeed + chance.draw;
    const row = (object === undefined ? 0 : this.#server.contents.objectNumber(object)) * mostEvents + event;
    const memo = this.#startedOf(seed === 0 && later === 0 ? key : `${key} ${seed} ${later}`);
    const known = memo.get(row, memory);
    if (known !== undefined) return known;
    const [namespace = "", bare = ""] = key.split("/");
    const drawn = { seed, ...(later === 0 ? {} : { later }) };
    const strand =
      this.#setup.style === "tagged"
        ? this.#process.start(
            { kind: "tagged", resource: object as StoredObject, event: eventNames[event] ?? "MODIFIED", ...drawn },
            memory,
          )
        : this.#process.start({ kind: "framework", ...(namespace === "" ? {} : { namespace }), name: bare, ...drawn }, memory);
    memo.set(row, memory, strand);
    return this.#noted(strand, seed);
  }

  #startedOf(name: string): PairMemo<Strand> {
    const known = this.#started.get(name);
    if (known !== undefined) return known;
    const made = new PairMemo<Strand>();
    this.#started.set(name, made);
    return made;
  }

  /** One pending call, executed on the server and answered. */
  deliver(strand: Strand, pending: number, place: Place, which: number): Delivered {
    const call = strand.pending[pending] as PendingCall;
    const row = this.callNumber(strand.id, pending, which, place.by);
    const column = columnOf(call, place.cluster, place.external);
    const number = this.delivered(row, column, place.graves);
    if (number >= 0) return this.deliveredOf(number);
    const delivered = this.#deliver(strand, call, place, which, row);
    const known = this.#delivered.find(row, column);
    // What draws is never the same for all that must not be drawn, and is remembered where that is nothing.
    if (known < 0 && (place.graves === 0 || !delivered.draws))
      this.#delivered.add(row, column, delivered, onlyGoesOn(delivered, call, place));
    return delivered;
  }

  /**
   * The number of what `deliver` would answer; -1: it is not known yet.
   *
   * @param call See `callNumber`. @param place See `columnOf`.
   */
  delivered(call: number, place: number, graves: number): number {
    const known = this.#delivered.find(call, place);
    return known < 0 || graves === 0 || this.#delivered.note !== 0 || !this.deliveredOf(known).draws ? known : -1;
  }

  deliveredOf(number: number): Delivered {
    return this.#delivered.value(number);
  }

  /** The strand, plus 1, to which that leads which `delivered` has found last, where nothing else changes; 0: something does, or the strand ends. */
  get onlyStrand(): number {
    return this.#delivered.note;
  }

  /** Of a call of a strand, what becomes of it, and who makes it. */
  callNumber(id: number, pending: number, which: number, by: number): number {
    const rows = (this.#rows[id] ??= []);
    const row = (pending * 8 + which) * mostMakers + by;
    return (rows[row] ??= this.#rowCount++);
  }

  /** The call gets this answer, and nothing happens. */
  answer(strand: Strand, pending: number, answer: CallAnswer): Strand {
    return this.#noted(
      this.#process.answer(strand, (strand.pending[pending] as PendingCall).call, answer),
      this.#seeds.get(strand.id) ?? 0,
    );
  }

  /** What a cache or server answers to a reading call. */
  look(call: PendingCall, cluster: number): CallAnswer {
    return this.#server.execute(cluster, requestOf(call), 0, 0).answer;
  }

  /** Equal exactly for calls that ask for the same. */
  requestNumber(call: PendingCall): number {
    const known = this.#requestNumbers.get(call);
    if (known !== undefined) return known;
    const number = this.#requests.number(canonicalText(call.target as never), null);
    this.#requestNumbers.set(call, number);
    return number;
  }

  /** @param row Number of the call, its variant and its caller. */
  #deliver(strand: Strand, call: PendingCall, place: Place, which: number, row: number): Delivered {
    const seed = this.#seeds.get(strand.id) ?? 0;
    const { cluster, external } = place;
    const go = (answer: CallAnswer): Strand => this.#noted(this.#process.answer(strand, call.call, answer), seed);
    const nothing = { cluster: -1, external: -1, changes: noChanges, draws: false };
    const refusal = this.#refusal(call, which);
    if (refusal !== undefined) return { ...nothing, answer: refusal, strand: go(refusal) };
    const isLost = which === variant.answerLost;
    switch (call.target.kind) {
      case "timer": {
        const fired: CallAnswer = firedAnswer;
        return { ...nothing, answer: fired, strand: go(fired) };
      }
      case "external": {
        const operated = this.#externals.operate(external, call.target.system, call.target.operation, call.target.args);
        const answer = isLost ? lost : operated.answer;
        return { ...nothing, external: operated.external, answer, strand: go(answer) };
      }
      case "api": {
        const executed = this.#server.execute(cluster, requestOf(call), place.by, place.graves);
        const answer = isLost ? lost : executed.answer;
        const { changes, draws } = executed;
        if (executed.cluster === cluster && changes.length === 0 && !draws) {
          const answered = (this.#answered[row] ??= new Map());
          const known = answered.get(answer);
          if (known !== undefined) return known;
          const delivered = { ...nothing, answer, strand: go(answer) };
          answered.set(answer, delivered);
          return delivered;
        }
        const isForgotten = this.#forgetsEvents && makesUnknownEvent(requestOf(call), call.drawn);
        return { cluster: isForgotten ? -1 : executed.cluster, external: -1, answer, changes, strand: go(answer), draws };
      }
    }
  }

  #refusal(call: PendingCall, which: number): CallAnswer | undefined {
    switch (which) {
      case variant.requestLost:
        return lost;
      case variant.tooMany:
        return this.#status(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later");
      case variant.failed:
        return call.target.kind === "external"
          ? this.#server.answer(500, { message: "failed" })
          : this.#status(500, "InternalError", "an error on the server has prevented the request from succeeding");
      case variant.timedOut:
        return this.#status(504, "Timeout", "Timeout: request did not complete within the allotted timeout");
      case variant.conflict:
        return this.#status(
          409,
          "Conflict",
          "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again",
        );
      default:
        return undefined;
    }
  }

  #status(code: number, reason: string, message: string): CallAnswer {
    return this.#server.answer(code, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code });
  }

  /** The first seed whose values stand nowhere in the cluster: each reconcile is to draw others than those that are in use. */
  #seed(cluster: number): number {
    if (!this.#process.drawsRandom) return 0;
    const content = this.#server.contents.clusterOf(cluster);
    let seed = 0;
    while ([...(this.#drawn.get(seed) ?? [])].some((text) => this.#server.contents.isMentioned(content, text))) seed += 1;
    return seed;
  }

  #noted(strand: Strand, seed: number): Strand {
    if (this.#byId[strand.id] === undefined) {
      this.#byId[strand.id] = strand;
      this.#seeds.set(strand.id, seed);
      for (const { text, uid } of strand.pending.flatMap(({ madeOf }) => madeOf ?? [])) this.#madeOf.set(text, uid);
      const texts = strand.pending.flatMap(({ drawn }) => drawn ?? []);
      if (texts.length > 0) this.#drawn.set(seed, new Set([...(this.#drawn.get(seed) ?? []), ...texts]));
    }
    return strand;
  }
}

/** What a call finds: number of the cluster, or of the state of the external systems. */
export function columnOf({ target }: PendingCall, cluster: number, external: number): number {
  switch (target.kind) {
    case "api":
      return cluster;
    case "external":
      return external;
    case "timer":
      return 0;
  }
}

/** The strand, plus 1, if nothing else is another one afterwards; 0: something is. */
function onlyGoesOn({ cluster, external, changes, strand, draws }: Delivered, { target }: PendingCall, place: Place): number {
  const isSame = (cluster < 0 || (target.kind === "api" && cluster === place.cluster)) && (external < 0 || external === place.external);
  return isSame && changes.length === 0 && !draws && isRunning(strand) ? strand.id + 1 : 0;
}

/** The reconcile has not ended, or not everything that it has begun. */
export const isRunning = ({ ending, pending }: Strand): boolean => ending === undefined || (pending.length > 0 && ending.kind !== "exited");

const mostMakers = maker.firstKey + mostSlots;

export const requestOf = (call: PendingCall): CallRequest => {
  if (call.target.kind !== "api") throw new TypeError("no request to the API server");
  return call.target.request;
};

const noChanges: readonly ObjectChange[] = [];
const lost: CallAnswer = { kind: "lost" };
const firedAnswer: CallAnswer = { kind: "answer", code: 200, body: null };

/** Which variants a call has, besides the normal one. */
export function faultsOf(call: PendingCall): readonly number[] {
  switch (call.target.kind) {
    case "timer":
      return [];
    case "external":
      return [variant.requestLost, variant.answerLost];
    case "api": {
      const { request } = call.target;
      if (request.cached === true) return [];
      if (request.method === "GET") return [variant.requestLost, variant.tooMany, variant.failed, variant.timedOut];
      const all = [variant.requestLost, variant.answerLost, variant.tooMany, variant.failed, variant.timedOut];
      return carriesVersion(request) ? [...all, variant.conflict] : all;
    }
  }
}

function carriesVersion({ body }: CallRequest): boolean {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  const { metadata, preconditions } = body as {
    readonly metadata?: { readonly resourceVersion?: unknown };
    readonly preconditions?: { readonly resourceVersion?: unknown };
  };
  return typeof (metadata?.resourceVersion ?? preconditions?.resourceVersion) === "string";
}

export function faultName(which: number): CallFault | undefined {
  switch (which) {
    case variant.normal:
      return undefined;
    case variant.requestLost:
      return "request-lost";
    case variant.answerLost:
      return "answer-lost";
    case variant.conflict:
      return "conflict";
    case variant.late:
      return "late";
    default:
      return "refused";
  }
}
