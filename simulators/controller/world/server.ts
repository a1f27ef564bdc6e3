import type { JsonObject } from "../../../protocol/json.ts";
import type { ApiAnswer, ApiRequest, Cluster, Handled, Mint } from "../cluster/types.ts";
import type { CallAnswer } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { type Uids } from "./makers.ts";
import { type Contents, versionToCome } from "./objects.ts";
import { Footprints } from "./footprint.ts";
import { Graves } from "./graves.ts";
import type { Platform } from "./platform.ts";
import { PairMemo, Table } from "./table.ts";
import { canonicalText } from "./text.ts";

/** What a request has done, remembered by cluster and request. */
export interface Executed {
  /** Number of the cluster afterwards. */
  readonly cluster: number;
  readonly answer: CallAnswer;
  readonly changes: readonly ObjectChange[];
  /** Values were drawn: the answer depends on what must not be given again. */
  readonly draws: boolean;
}

/** The API server over numbered clusters, with canonical versions, uids and generated names. */
export class Server {
  readonly contents: Contents;
  readonly uids: Uids;
  readonly #platform: Platform;
  readonly #requests = new Table<null>();
  readonly #requestNumbers = new WeakMap<ApiRequest, number[]>();
  readonly #executed = new PairMemo<Executed>();
  readonly #footprints: Footprints<Effect>;
  readonly #answers = new Map<string, CallAnswer>();
  readonly graves = new Graves();

  constructor(platform: Platform, contents: Contents, uids: Uids) {
    this.#platform = platform;
    this.contents = contents;
    this.uids = uids;
    this.#footprints = new Footprints(contents);
  }

  /**
   * @param by Who asks (see `maker`).
   * @param graves Number of a set of uids and names that must not be given again.
   */
  execute(cluster: number, request: ApiRequest, by: number, graves: number): Executed {
    const plain = this.#requestNumber(request, by);
    const known = this.#executed.get(plain, cluster);
    if (known !== undefined && (graves === 0 || !known.draws)) return known;
    const full = graves === 0 ? plain : this.#requests.number(`${plain}/${graves}`, null);
    const again = this.#executed.get(full, cluster);
    if (again !== undefined) return again;
    const executed = this.#run(cluster, request, full, by, this.graves.of(graves));
    return this.#executed.set(executed.draws ? full : plain, cluster, executed);
  }

  /** The same answer is the same object. */
  answer(code: number, body: JsonObject | string | null): CallAnswer {
    const text = `${code} ${canonicalText(body)}`;
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const answer: CallAnswer = { kind: "answer", code, body };
    this.#answers.set(text, answer);
    return answer;
  }

  #requestNumber(request: ApiRequest, by: number): number {
    let numbers = this.#requestNumbers.get(request);
    if (numbers === undefined) this.#requestNumbers.set(request, (numbers = []));
    return (numbers[by] ??= this.#requests.number(`${by} ${requestText(request)}`, null));
  }

  #run(number: number, request: ApiRequest, question: number, by: number, graves: ReadonlySet<string>): Executed {
    const { contents } = this;
    const before = contents.clusterOf(number);
    const page = isPaged(request);
    // What is paged or drawn depends on the cluster as a whole.
    const effect = page
      ? this.#effect(before, before, request, by, graves, String(number))
      : this.#footprints.answer(question, before, (watched) => this.#effect(before, watched, request, by, graves, "1"));
    const isSame = effect.of === before || this.#drawsTheSame(effect.drawn, before, graves);
    const { answer, changes, drawn } = isSame ? effect : this.#effect(before, before, request, by, graves, "1");
    return { cluster: contents.changed(number, changes), answer, changes, draws: drawn.length > 0 };
  }

  /** Whether here, too, those values are the first that are free. */
  #drawsTheSame(drawn: readonly Drawn[], cluster: Cluster, graves: ReadonlySet<string>): boolean {
    const isFree = (value: Drawable): boolean => isFreeIn(this.contents, cluster, graves, value);
    return drawn.every(({ value, passedOver }) => isFree(value) && !passedOver.some(isFree));
  }

  #effect(before: Cluster, watched: Cluster, request: ApiRequest, by: number, graves: ReadonlySet<string>, page: string): Effect {
    const { contents } = this;
    const mint = new CanonicalMint({ contents, uids: this.uids, cluster: before, by, graves, page });
    const at = (version: string): Cluster | undefined => (/^\d+$/.test(version) ? contents.clusterOf(Number(version)) : undefined);
    const handled: Handled = this.#platform.handle(watched, request, { mint, at, tracksManagedFields: false });
    const changes = merged(
      handled.changes.map(({ resource, key, type, object }): ObjectChange => {
        const after = type === "DELETED" ? undefined : contents.object(object);
        const old = before.get(resource, key);
        return { resource, key, ...(old ? { before: old } : {}), ...(after ? { after } : {}) };
      }),
    );
    return { answer: this.#interned(handled.answer), changes, drawn: mint.drawn, of: before };
  }

  #interned({ code, body, text }: ApiAnswer): CallAnswer {
    if (body === undefined) return this.answer(code, text ?? null);
    return this.answer(code, this.contents.withVersion(body));
  }
}

/** What a request does, wherever it finds the same. */
interface Effect {
  readonly answer: CallAnswer;
  readonly changes: readonly ObjectChange[];
  readonly drawn: readonly Drawn[];
  /** Where it was run. */
  readonly of: Cluster;
}

/** A uid or a name that might be given. */
interface Drawable {
  /** As a set of graves has it. */
  readonly grave: string;
  /** As objects mention it. */
  readonly mention: string;
}

/** A value that was given, and those before it that were not free. */
interface Drawn {
  readonly value: Drawable;
  readonly passedOver: readonly Drawable[];
}

/** Nobody can take it for an older one. */
const isFreeIn = (contents: Contents, cluster: Cluster, graves: ReadonlySet<string>, { grave, mention }: Drawable): boolean =>
  !graves.has(grave) && !contents.isMentioned(cluster, mention);

/** One change for each object. */
function merged(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const last = new Map<string, ObjectChange>();
  for (const change of changes) last.set(`${change.resource} ${change.key}`, change);
  return last.size === changes.length ? changes : [...last.values()];
}

const requestText = ({ method, path, query, type, body, text, agent }: ApiRequest): string =>
  `${method} ${path}?${canonicalText(query)} ${type ?? ""} ${agent ?? ""} ${text ?? ""} ${canonicalText(body)}`;

const isPaged = ({ query }: ApiRequest): boolean => query !== undefined && ("limit" in query || "continue" in query);

interface MintContext {
  readonly contents: Contents;
  readonly uids: Uids;
  readonly cluster: Cluster;
  readonly by: number;
  readonly graves: ReadonlySet<string>;
  /** resourceVersion of lists: of no use but for the next page, so one text for all others: lists of equal content are equal. */
  readonly page: string;
}

/** Draws the first value that nobody can take for an older one. */
class CanonicalMint implements Mint {
  readonly drawn: Drawn[] = [];
  readonly #context: MintContext;

  constructor(context: MintContext) {
    this.#context = context;
  }

  version(): string {
    return versionToCome;
  }

  listVersion(): string {
    return this.#context.page;
  }

  uid(resource: string, key: string): string {
    const { uids, by } = this.#context;
    const uidAt = (time: number): Drawable => {
      const uid = uids.text(resource, key, by, time);
      return { grave: uid, mention: uid };
    };
    return this.#first(uidAt, () => false).mention;
  }

  suffix(resource: string, namespace: string, prefix: string, isTaken: (name: string) => boolean): string {
    const nameAt = (number: number): Drawable => {
      const name = `${prefix}${suffixOf(number)}`;
      return { grave: `${resource} ${namespace}/${name}`, mention: name };
    };
    return this.#first(nameAt, isTaken).mention.slice(prefix.length);
  }

  #first(valueAt: (number: number) => Drawable, isTaken: (text: string) => boolean): Drawable {
    const { contents, cluster, graves } = this.#context;
    const passedOver: Drawable[] = [];
    for (let number = 0; ; number += 1) {
      const value = valueAt(number);
      if (!isTaken(value.mention) && isFreeIn(contents, cluster, graves, value)) {
        this.drawn.push({ value, passedOver });
        return value;
      }
      passedOver.push(value);
    }
  }

  clusterIp(isTaken: (address: string) => boolean): string {
    for (let number = 1; ; number += 1) {
      const address = `10.96.${number >> 8}.${number & 255}`;
      if (!isTaken(address)) return address;
    }
  }

  nodePort(isTaken: (port: number) => boolean): number {
    let port = 30_000;
    while (isTaken(port)) port += 1;
    return port;
  }

  now(): string {
    return startOfTime;
  }
}

/** Time stands still: what depends on it is not compared. */
export const startOfTime = "2026-01-01T00:00:00Z";

/** Characters of generated names: `rand.SafeEncodeString` of the Kubernetes sources. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

function suffixOf(number: number): string {
  let rest = number;
  let suffix = "";
  for (let digit = 0; digit < 5; digit += 1) {
    suffix = `${alphabet[rest % alphabet.length]}${suffix}`;
    rest = Math.floor(rest / alphabet.length);
  }
  return suffix;
}
