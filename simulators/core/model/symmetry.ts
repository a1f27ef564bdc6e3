/**
 * The canonical form of states whose replicas are interchangeable: properties that hold one element for each replica are put in order,
 * all by the same permutation.
 *
 * Right only when no other part of the state names a replica (holds its index), and when properties treat replicas alike.
 *
 * @param names Properties of the state that are arrays of one length, an element for each replica, of plain data.
 */
export function sortReplicas<State extends object>(names: readonly (keyof State)[]): (state: State) => State {
  return (state) => {
    const arrays = names.map((name) => state[name] as readonly unknown[]);
    const count = arrays[0]?.length ?? 0;
    if (arrays.some(({ length }) => length !== count)) throw new RangeError("arrays of replicas differ in length");
    const order = Array.from({ length: count }, (_, replica) => replica);
    order.sort((a, b) => {
      for (const array of arrays) {
        const difference = compareData(array[a], array[b]);
        if (difference !== 0) return difference;
      }
      return a - b;
    });
    if (order.every((replica, place) => replica === place)) return state;
    const sorted = names.map((name, i) => [name, order.map((replica) => arrays[i]?.[replica])] as const);
    return { ...state, ...(Object.fromEntries(sorted) as Partial<State>) };
  };
}

/** A total order of plain data: by type, then by value; arrays and records element by element. 0 only for equal values. */
export function compareData(a: unknown, b: unknown): number {
  if (Object.is(a, b)) return 0;
  const kind = kindOf(a) - kindOf(b);
  if (kind !== 0) return kind;
  if (typeof a === "number") return compareNumbers(a, b as number);
  if (Array.isArray(a)) return compareArrays(a, b as readonly unknown[]);
  if (typeof a === "object") return compareRecords(a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>);
  // Of one primitive type, not the same, and no numbers.
  return (a as string) < (b as string) ? -1 : 1;
}

const kinds: readonly string[] = ["undefined", "boolean", "number", "bigint", "string"];

const kindOf = (value: unknown): number =>
  value === null ? -1 : typeof value !== "object" ? kinds.indexOf(typeof value) : Array.isArray(value) ? 6 : 7;

/** -0 before 0, NaN last. */
function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return 1;
  if (Number.isNaN(b)) return -1;
  return a - b || (Object.is(a, -0) ? -1 : 1);
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const difference = compareData(a[i], b[i]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareRecords(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  const keys = Object.keys(a).toSorted();
  const others = Object.keys(b).toSorted();
  return (
    compareArrays(keys, others) ||
    compareArrays(
      keys.map((key) => a[key]),
      keys.map((key) => b[key]),
    )
  );
}
