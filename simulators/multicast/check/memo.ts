/**
 * Remembers answers by the exact content they depend on, so that an edit of one group among a thousand does not check the others again.
 *
 * The key holds everything that the answer depends on, so a hit is what computing again would give: a memo changes times, never answers.
 * Bounded: the entries not asked for longest are forgotten first.
 */
export interface Memo<Value> {
  /** The value for `key`; `compute` is called when it is not known. An exception is not remembered. */
  get(key: string, compute: () => Value): Value;
  /** Only what is known already. */
  peek(key: string): Value | undefined;
  clear(): void;
}

/**
 * @param most Entries kept at most.
 * @param mostCharacters Length of all keys kept at most, in UTF-16 units.
 */
export function createMemo<Value>(most: number, mostCharacters: number): Memo<Value> {
  const entries = new Map<string, Value>();
  let characters = 0;

  const touch = (key: string): Value | undefined => {
    const known = entries.get(key);
    if (known === undefined) return undefined;
    entries.delete(key);
    entries.set(key, known);
    return known;
  };
  const forgetOldest = (): void => {
    for (const key of entries.keys()) {
      if (entries.size <= most && characters <= mostCharacters) return;
      entries.delete(key);
      characters -= key.length;
    }
  };
  return {
    get: (key, compute) => {
      const known = touch(key);
      if (known !== undefined) return known;
      const value = compute();
      entries.set(key, value);
      characters += key.length;
      forgetOldest();
      return value;
    },
    peek: touch,
    clear: () => {
      entries.clear();
      characters = 0;
    },
  };
}
