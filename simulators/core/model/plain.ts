import type { Json } from "../../../protocol/json.ts";
import { assertRecord, Interner, isRecord, recordOf, undefinedWord } from "./intern.ts";
import { type Model, ModelFault, type PackedModel, type PackedTest, type PlainModel, type Property } from "./model.ts";
import type { Successors } from "./successors.ts";

/** A model as words, and the way back to its own states. */
export interface Packing<State> {
  readonly model: PackedModel;
  decode(states: Int32Array, at: number): State;
  /**
   * The successors once more, to be compared: a model whose answers depend on more than the state is not to be trusted.
   * A plain model is given a frozen state, so that it cannot change what it was given, not even for a moment.
   */
  successorsAgain(states: Int32Array, at: number, out: Successors): void;
  /** @throws {ModelFault} An action has changed a state that it was given. */
  assertIntact(): void;
  /** Bytes beside the states' own words. */
  bytes(): number;
}

/** A packed model's own states are copies of its words. */
export function pack<State>(model: Model<State>): Packing<State> {
  if (model.kind === "plain") return new PlainPacking(model);
  const { words } = model;
  return {
    model,
    decode: (states, at) => states.slice(at, at + words) as State,
    successorsAgain: (states, at, out) => model.successors(states, at, out),
    assertIntact: () => {},
    bytes: () => 0,
  };
}

/**
 * A plain model's state as words: a word for each property of a record, and a last one that says whether the state has the
 * same properties as the first initial state. One that has not, or is no record, is interned as a whole.
 */
class PlainPacking<State> implements Packing<State> {
  readonly model: PackedModel;
  readonly #plain: PlainModel<State>;
  readonly #interner = new Interner();
  readonly #keys: readonly string[];
  readonly #words: number;

  /** The state that successors are compared with: its words, and the values of its properties as they were given out. */
  #states: Int32Array = new Int32Array(0);
  #at = 0;
  readonly #unknown: Int32Array;
  readonly #values: unknown[];
  /** Where successors go, and the action that is asked for them. */
  #out: Successors | undefined;
  #action = 0;
  /** The successors that `#out` holds, as they were given; with symmetry, none. */
  readonly #emitted: State[] = [];
  /** States are given out frozen. */
  #isCareful = false;

  constructor(plain: PlainModel<State>) {
    this.#plain = plain;
    const [first] = guard("the initial states", () => plain.initialStates());
    this.#keys = isRecord(first) ? Object.keys(first) : [];
    this.#words = Math.max(1, this.#keys.length) + 1;
    this.#unknown = new Int32Array(this.#words).fill(undefinedWord);
    this.#values = Array.from({ length: this.#words }, () => undefined);
    this.model = this.#packed();
  }

  bytes(): number {
    return this.#interner.bytes;
  }

  decode(states: Int32Array, at: number): State {
    if (states[at + this.#words - 1] === whole) return this.#interner.valueOf(states[at] as number) as State;
    const values = this.#keys.map((_, i) => this.#interner.valueOf(states[at + i] as number));
    return recordOf(this.#keys, values) as State;
  }

  #packed(): PackedModel {
    const { name, actions, fairness, properties, canonical } = this.#plain;
    return {
      kind: "packed",
      name,
      words: this.#words,
      actions,
      ...(fairness ? { fairness } : {}),
      properties: properties.map((property) => this.#property(property)),
      initial: (out) => this.#initial(out),
      successors: (states, at, out) => this.#successors(states, at, out),
      ...(canonical ? { canonicalise: (states, at) => this.#canonicalise(canonical, states, at) } : {}),
      show: (states, at) => showPlain(this.decode(states, at)),
    };
  }

  #initial(out: Successors): void {
    this.#emitted.length = 0;
    this.#loadNothing();
    const states = guard("the initial states", () => this.#plain.initialStates());
    for (const state of states) this.#encode(state, out.words, out.add(0));
  }

  successorsAgain(states: Int32Array, at: number, out: Successors): void {
    this.#isCareful = true;
    try {
      this.#successors(states, at, out);
    } finally {
      this.#isCareful = false;
    }
  }

  assertIntact(): void {
    if (!this.#interner.isIntact()) throw new ModelFault("an action changed a part of a state that it was given, instead of a copy");
  }

  #successors(states: Int32Array, at: number, out: Successors): void {
    const state = this.#load(states, at);
    this.#out = out;
    this.#emitted.length = 0;
    const { actions, canonical } = this.#plain;
    try {
      for (this.#action = 0; this.#action < actions.length; this.#action += 1) actions[this.#action]?.next(state, this.#emit);
    } catch (error) {
      throw faultOf(`action \`${actions[this.#action]?.name}\``, error);
    }
    if (canonical) this.#emitted.length = 0;
    this.#assertUnchanged(state);
  }

  readonly #emit = (next: State): void => {
    const out = this.#out as Successors;
    const to = out.add(this.#action);
    this.#encode(next, out.words, to);
    this.#emitted.push(next);
  };

  /** Only the outermost record can be changed: the interner's are frozen. */
  #assertUnchanged(state: State): void {
    if (!isRecord(state) || Object.isFrozen(state)) return;
    let place = 0;
    for (const key in state) {
      if (key !== this.#keys[place] || !Object.is(state[key], this.#values[place])) {
        throw new ModelFault(`an action changed \`${key}\` of the state that it was given, instead of a copy`);
      }
      place += 1;
    }
    if (place !== this.#keys.length) throw new ModelFault("an action removed a property of the state that it was given");
  }

  #canonicalise(canonical: (state: State) => State, states: Int32Array, at: number): void {
    const state = this.#load(states, at);
    this.#encode(
      guard("`canonical`", () => canonical(state)),
      states,
      at,
    );
  }

  #property(property: Property<(state: State) => boolean>): Property<PackedTest> {
    const packed = (test: (state: State) => boolean): PackedTest => {
      return (states, at) => {
        try {
          return test(this.#stateAt(states, at));
        } catch (error) {
          throw faultOf(`property \`${property.name}\``, error);
        }
      };
    };
    switch (property.kind) {
      case "always":
      case "reachable":
      case "eventually-always":
        return { ...property, test: packed(property.test) };
      case "leads-to":
        return { ...property, from: packed(property.from), to: packed(property.to) };
      case "deadlock-free": {
        const { mayEnd, ...rest } = property;
        return mayEnd ? { ...rest, mayEnd: packed(mayEnd) } : rest;
      }
    }
  }

  /** As `decode`, without making it anew where it was just given. */
  #stateAt(states: Int32Array, at: number): State {
    return (states === this.#out?.words ? this.#emitted[at / this.#words] : undefined) ?? this.decode(states, at);
  }

  /** The state as the model sees it; what is encoded next is compared with it. */
  #load(states: Int32Array, at: number): State {
    const interner = this.#interner;
    const isCareful = this.#isCareful;
    const values = this.#values;
    if (states[at + this.#words - 1] === whole) {
      this.#loadNothing();
      const word = states[at] as number;
      return (isCareful ? interner.frozenValueOf(word) : interner.valueOf(word)) as State;
    }
    this.#states = states;
    this.#at = at;
    const keys = this.#keys;
    for (let i = 0; i < keys.length; i += 1) {
      const word = states[at + i] as number;
      values[i] = isCareful ? interner.frozenValueOf(word) : interner.valueOf(word);
    }
    const state = recordOf(keys, values) as State;
    return isCareful ? Object.freeze(state) : state;
  }

  /** There is nothing that successors are like. */
  #loadNothing(): void {
    this.#states = this.#unknown;
    this.#at = 0;
    this.#values.fill(undefined);
  }

  #encode(next: State, words: Int32Array, to: number): void {
    if (!this.#encodeRecord(next, words, to)) this.#encodeWhole(next, words, to);
  }

  /** False when `next` has not just the properties of the first initial state, in their order. */
  #encodeRecord(next: State, words: Int32Array, to: number): boolean {
    if (this.#keys.length === 0 || !isRecord(next)) return false;
    assertRecord(next);
    const keys = this.#keys;
    const values = this.#values;
    const states = this.#states;
    const at = this.#at;
    let place = 0;
    for (const key in next) {
      if (key !== keys[place]) return this.#encodeReordered(next, words, to);
      const value = next[key];
      const old = values[place];
      const oldWord = states[at + place] as number;
      words[to + place] = value === old && value !== 0 ? oldWord : this.#interner.word(value, old, oldWord);
      place += 1;
    }
    if (place !== keys.length) return false;
    words[to + place] = split;
    return true;
  }

  #encodeReordered(next: Readonly<Record<string, unknown>>, words: Int32Array, to: number): boolean {
    const keys = this.#keys;
    if (Object.keys(next).length !== keys.length || !keys.every((key) => Object.hasOwn(next, key))) return false;
    for (const [place, key] of keys.entries()) {
      words[to + place] = this.#interner.word(next[key], this.#values[place], this.#states[this.#at + place] as number);
    }
    words[to + keys.length] = split;
    return true;
  }

  #encodeWhole(next: State, words: Int32Array, to: number): void {
    words.fill(0, to, to + this.#words);
    words[to] = this.#interner.word(next, undefined, undefinedWord);
    words[to + this.#words - 1] = whole;
  }
}

/** Values of the last word. */
const split = 0;
const whole = 1;

/** Plain data as JSON: undefined, bigints, NaN and infinities as text. */
export function showPlain(value: unknown): Json {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return value.map(showPlain);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, showPlain(member)]));
  return typeof value === "bigint" ? `${value}n` : "undefined";
}

function guard<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw faultOf(what, error);
  }
}

const faultOf = (what: string, error: unknown): ModelFault =>
  error instanceof ModelFault ? error : new ModelFault(`${what} threw ${String(error)}`, { cause: error });
