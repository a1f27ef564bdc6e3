import type { Json } from "../../../../protocol/json.ts";
import type { ProcessFailure } from "../../../core/program/stopped.ts";
import type {
  CallAnswer,
  CallRequest,
  Ending,
  Evaluated,
  PendingCall,
  Process,
  ReconcileInput,
  Strand,
  StrandEvent,
} from "../../process/types.ts";

/** A reconcile as a generator: it yields its calls one after the other, or several at once, and gets their answers. A throw is a rejection. */
export type FakeReconcile = (input: ReconcileInput) => Generator<FakeCall | readonly FakeCall[], number | void, readonly CallAnswer[]>;
export type FakeCall = PendingCall["target"];

export interface FakeOptions {
  /** By name, as `Process.evaluate`: gets copies of the arguments, which it may change. */
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
}

/** A process without a machine: for tests of the search, and to compare with. A strand is the list of answers that it has had. */
export class FakeProcess implements Process {
  readonly readsClock = false;
  readonly hasSharedState = false;
  readonly drawsRandom = false;
  readonly cacheMutations = [];
  readonly #reconcile: FakeReconcile;
  readonly #functions: NonNullable<FakeOptions["functions"]>;
  readonly #strands = new Map<string, { readonly strand: Strand; readonly input: ReconcileInput; readonly answers: readonly Answered[] }>();
  readonly #byId: string[] = [];
  #runs = 0;
  #steps = 0;

  constructor(reconcile: FakeReconcile, options: FakeOptions = {}) {
    this.#reconcile = reconcile;
    this.#functions = options.functions ?? {};
  }

  get stats(): { readonly runs: number; readonly steps: number } {
    return { runs: this.#runs, steps: this.#steps };
  }

  start(input: ReconcileInput): Strand {
    return this.#strand(input, []);
  }

  answer(strand: Strand, call: number, answer: CallAnswer): Strand {
    const known = this.#strands.get(this.#byId[strand.id] as string);
    if (known === undefined) throw new RangeError(`there is no strand ${strand.id}`);
    return this.#strand(known.input, [...known.answers, { call, answer }]);
  }

  evaluate(name: string, args: readonly Json[]): Evaluated {
    const copies = JSON.parse(JSON.stringify(args)) as never[];
    try {
      const value = (this.#functions[name] as (...args: never[]) => unknown)(...copies);
      return { kind: "value", value: (value ?? null) as Json, args: copies, ...(value === undefined ? { isUndefined: true } : {}) };
    } catch (error) {
      return { kind: "threw", message: String(error) };
    }
  }

  audit(): ProcessFailure | undefined {
    return undefined;
  }

  #strand(input: ReconcileInput, answers: readonly Answered[]): Strand {
    this.#steps += 1;
    const key = JSON.stringify([input, answers]);
    const known = this.#strands.get(key);
    if (known !== undefined) return known.strand;
    this.#runs += 1;
    const strand = { id: this.#byId.length, memory: 0, ...this.#run(input, answers) };
    this.#byId.push(key);
    this.#strands.set(key, { strand, input, answers });
    return strand;
  }

  #run(
    input: ReconcileInput,
    answers: readonly Answered[],
  ): { readonly pending: readonly PendingCall[]; readonly ending?: Ending; readonly events: readonly StrandEvent[] } {
    const generator = this.#reconcile(input);
    let given: readonly CallAnswer[] = [];
    let at = 0;
    for (;;) {
      let step;
      try {
        step = generator.next(given);
      } catch (error) {
        return { pending: [], ending: { kind: "threw", message: String(error) }, events: [] };
      }
      if (step.done === true) {
        const ending: Ending = { kind: "returned", ...(typeof step.value === "number" ? { requeueAfterSeconds: step.value } : {}) };
        return { pending: [], ending, events: [] };
      }
      const calls = (Array.isArray(step.value) ? step.value : [step.value]) as readonly FakeCall[];
      const got = answers.slice(at, at + calls.length);
      at += got.length;
      if (got.length < calls.length)
        return {
          pending: calls.map((target, call) => ({ call, target, at: [] })).filter(({ call }) => !got.some((each) => each.call === call)),
          events: [],
        };
      given = calls.map((_, call) => got.find((each) => each.call === call)?.answer as CallAnswer);
    }
  }
}

interface Answered {
  readonly call: number;
  readonly answer: CallAnswer;
}

/** One request, asked and answered. */
export function* call(request: Omit<CallRequest, "query">): Generator<FakeCall, CallAnswer, readonly CallAnswer[]> {
  const [answer] = yield { kind: "api", request: { query: {}, ...request } };
  return answer as CallAnswer;
}

/** The body of an answer below 400; undefined of a 404; anything else is thrown. */
export function bodyOf(answer: CallAnswer): Json | undefined {
  if (answer.kind === "lost") throw new Error("lost");
  if (answer.code === 404) return undefined;
  if (answer.code >= 400) throw new Error(`answered ${answer.code}`);
  return answer.body;
}
