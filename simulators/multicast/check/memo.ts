/**
 * Remembers answers by the exact content they depend on, so that an edit of one group among a thousand does not check the others again.
 *
 * The key holds everything that the answer depends on, so a hit is what computing again would give: a memo changes times, never answers.
 * Bounded: what has not been asked for while half of the room was filled anew is forgotten.
 */
export interface Memo<Value> {
  /** The value for `key`; `compute` is called when it is not known. An exception is not remembered. */
  get(key: string, compute: () => Value): Value;
  /** Only what is known already. */
  peek(key: string): Value | undefined;
  clear(): void;
}

/**
 * Two generations: a hit in the young one costs one look-up, and one in the old one brings the entry over.
 *
 * @param most Entries kept at most, at least 2.
 * @param mostCharacters Length of all keys kept at most, in UTF-16 units.
 */
export function createMemo<Value>(most: number, mostCharacters: number): Memo<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  let characters = 0;

  const add = (key: string, value: Value): void => {
    if ((young.size + 1) * 2 > most || (characters + key.length) * 2 > mostCharacters) {
      old = young;
      young = new Map();
      characters = 0;
    }
    young.set(key, value);
    characters += key.length;
  };
  const peek = (key: string): Value | undefined => {
    const known = young.get(key);
    if (known !== undefined) return known;
    const before = old.get(key);
    if (before !== undefined) {
      old.delete(key);
      add(key, before);
    }
    return before;
  };
  return {
    get: (key, compute) => {
      const known = peek(key);
      if (known !== undefined) return known;
      const value = compute();
      add(key, value);
      return value;
    },
    peek,
    clear: () => {
      young = new Map();
      old = new Map();
      characters = 0;
    },
  };
}
