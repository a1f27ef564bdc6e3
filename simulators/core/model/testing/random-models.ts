import fc from "fast-check";
import type { Action, Fairness, PackedModel, PackedTest, PlainModel, Property } from "../model.ts";

/** One model in both forms. */
export interface Twins<State> {
  readonly plain: PlainModel<State>;
  readonly packed: PackedModel;
}

/** Any graph of at most `mostStates` states with named edges, any sets of states as properties, any fairness. */
export function anyGraphModel(mostStates = 7): fc.Arbitrary<Twins<{ readonly at: number }>> {
  return fc.integer({ min: 1, max: mostStates }).chain((states) => {
    const state = fc.nat(states - 1);
    const set = fc.uniqueArray(state);
    return fc
      .record({
        edges: fc.array(fc.record({ from: state, to: state, action: fc.nat(3) }), { maxLength: 3 * states }),
        initial: fc.uniqueArray(state, { minLength: 1, maxLength: 2 }),
        always: set,
        reachable: set,
        end: set,
        from: set,
        to: set,
        eventually: set,
        fairness: fc.array(
          fc.record({ kind: fc.constantFrom("weak" as const, "strong" as const), actions: fc.uniqueArray(fc.nat(3), { minLength: 1 }) }),
          {
            maxLength: 3,
          },
        ),
      })
      .map(graphModel);
  });
}

interface GraphDescription {
  readonly edges: readonly { readonly from: number; readonly to: number; readonly action: number }[];
  readonly initial: readonly number[];
  readonly always: readonly number[];
  readonly reachable: readonly number[];
  readonly end: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly eventually: readonly number[];
  readonly fairness: readonly { readonly kind: "weak" | "strong"; readonly actions: readonly number[] }[];
}

function graphModel(graph: GraphDescription): Twins<{ readonly at: number }> {
  const actions: readonly Action[] = ["a", "b", "c", "d"].map((name, process) => (process === 3 ? { name } : { name, process }));
  const fairness = graph.fairness.map(({ kind, actions: indices }, i): Fairness => {
    return { kind, name: `fairness ${i}`, actions: indices.map((index) => actions[index]?.name ?? "") };
  });
  const properties = propertiesOf((set: readonly number[]) => set, graph);
  const plainTest = (set: readonly number[]) => (state: { readonly at: number }) => set.includes(state.at);
  const packedTest =
    (set: readonly number[]): PackedTest =>
    (states, at) =>
      set.includes(states[at] as number);
  return {
    plain: {
      kind: "plain",
      name: "graph",
      initialStates: () => graph.initial.map((at) => ({ at })),
      actions: actions.map((action, index) => ({
        ...action,
        next(state, emit) {
          for (const edge of graph.edges) if (edge.from === state.at && edge.action === index) emit({ at: edge.to });
        },
      })),
      fairness,
      properties: mapProperties(properties, plainTest),
    },
    packed: {
      kind: "packed",
      name: "graph",
      words: 1,
      actions,
      initial(out) {
        for (const at of graph.initial) out.words[out.add(0)] = at;
      },
      successors(states, at, out) {
        for (const index of actions.keys()) {
          for (const edge of graph.edges) {
            if (edge.from !== states[at] || edge.action !== index) continue;
            const to = out.add(index);
            out.words[to] = edge.to;
          }
        }
      },
      fairness,
      properties: mapProperties(properties, packedTest),
    },
  };
}

const propertiesOf = <Set>(set: (states: readonly number[]) => Set, graph: GraphDescription): readonly Property<Set>[] => [
  { kind: "always", name: "always", test: set(graph.always) },
  { kind: "reachable", name: "reachable", test: set(graph.reachable) },
  { kind: "deadlock-free", name: "deadlock-free", mayEnd: set(graph.end) },
  { kind: "leads-to", name: "leads-to", from: set(graph.from), to: set(graph.to) },
  { kind: "eventually-always", name: "eventually-always", test: set(graph.eventually) },
];

function mapProperties<A, B>(properties: readonly Property<A>[], map: (test: A) => B): readonly Property<B>[] {
  return properties.map((property): Property<B> => {
    if (property.kind === "leads-to") return { ...property, from: map(property.from), to: map(property.to) };
    if (property.kind !== "deadlock-free") return { ...property, test: map(property.test) };
    const { mayEnd, ...rest } = property;
    return mayEnd === undefined ? rest : { ...rest, mayEnd: map(mayEnd) };
  });
}

/** Replicas with a local state each, and a shared one. */
export interface Replicated {
  readonly local: readonly number[];
  readonly shared: number;
}

/** At most 3 interchangeable replicas that follow the same random rules; a rule is one action, whichever replica follows it. */
export function anyReplicatedModel(): fc.Arbitrary<Twins<Replicated> & { readonly symmetric: Twins<Replicated> }> {
  const local = fc.nat(2);
  const shared = fc.nat(1);
  const count = fc.record({ value: local, atLeast: fc.integer({ min: 1, max: 3 }) });
  return fc
    .record({
      replicas: fc.integer({ min: 1, max: 3 }),
      rules: fc.array(fc.record({ local, shared, nextLocal: local, nextShared: shared }), { minLength: 1, maxLength: 6 }),
      always: count,
      from: count,
      to: count,
      fairness: fc.array(
        fc.record({
          kind: fc.constantFrom("weak" as const, "strong" as const),
          rules: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
        }),
        { maxLength: 2 },
      ),
    })
    .map(replicatedModel);
}

interface Count {
  readonly value: number;
  readonly atLeast: number;
}

interface ReplicatedDescription {
  readonly replicas: number;
  readonly rules: readonly { readonly local: number; readonly shared: number; readonly nextLocal: number; readonly nextShared: number }[];
  readonly always: Count;
  readonly from: Count;
  readonly to: Count;
  readonly fairness: readonly { readonly kind: "weak" | "strong"; readonly rules: readonly number[] }[];
}

function replicatedModel(description: ReplicatedDescription): Twins<Replicated> & { readonly symmetric: Twins<Replicated> } {
  const { replicas, rules } = description;
  const each = Array.from({ length: replicas }, (_, r) => r);
  const nameOf = (rule: number, replica: number): string => `rule ${rule} of ${replica}`;
  const actions = rules.flatMap((_, rule) => each.map((replica): Action => ({ name: nameOf(rule, replica), process: replica })));
  const fairness = description.fairness.map(({ kind, rules: indices }, i): Fairness => {
    return {
      kind,
      name: `fairness ${i}`,
      actions: indices.flatMap((rule) => (rule < rules.length ? each.map((replica) => nameOf(rule, replica)) : [])),
    };
  });
  const counts: readonly Property<Count>[] = [
    { kind: "always", name: "always", test: description.always },
    { kind: "reachable", name: "reachable", test: description.from },
    { kind: "deadlock-free", name: "deadlock-free", mayEnd: description.to },
    { kind: "leads-to", name: "leads-to", from: description.from, to: description.to },
    { kind: "eventually-always", name: "eventually-always", test: description.to },
  ];
  const isMet = (local: readonly number[], { value, atLeast }: Count): boolean => local.filter((own) => own === value).length >= atLeast;
  const plain: PlainModel<Replicated> = {
    kind: "plain",
    name: "replicated",
    initialStates: () => [{ local: each.map(() => 0), shared: 0 }],
    actions: actions.map((action, index) => ({
      ...action,
      next(state, emit) {
        const rule = rules[Math.floor(index / replicas)];
        const replica = index % replicas;
        if (rule === undefined || state.local[replica] !== rule.local || state.shared !== rule.shared) return;
        emit({ local: state.local.with(replica, rule.nextLocal), shared: rule.nextShared });
      },
    })),
    fairness,
    properties: mapProperties(counts, (count) => (state: Replicated) => isMet(state.local, count)),
  };
  const packed: PackedModel = {
    kind: "packed",
    name: "replicated",
    words: replicas + 1,
    actions,
    initial(out) {
      const to = out.add(0);
      out.words.fill(0, to, to + replicas + 1);
    },
    successors(states, at, out) {
      for (const index of actions.keys()) {
        const rule = rules[Math.floor(index / replicas)];
        const replica = index % replicas;
        if (rule === undefined || states[at + replica] !== rule.local || states[at + replicas] !== rule.shared) continue;
        const to = out.addCopy(index, states, at);
        out.words[to + replica] = rule.nextLocal;
        out.words[to + replicas] = rule.nextShared;
      }
    },
    fairness,
    properties: mapProperties(
      counts,
      (count): PackedTest =>
        (states, at) =>
          isMet([...states.subarray(at, at + replicas)], count),
    ),
  };
  return {
    plain,
    packed,
    symmetric: {
      plain: { ...plain, canonical: (state) => ({ ...state, local: state.local.toSorted((a, b) => a - b) }) },
      packed: {
        ...packed,
        canonicalise: (states, at) => {
          states.subarray(at, at + replicas).sort();
        },
      },
    },
  };
}
