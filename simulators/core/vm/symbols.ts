/** Private names (`#balance`) are symbols that no program can name otherwise. */
const privateNames = new WeakSet<symbol>();

export function newPrivateName(name: string): symbol {
  const symbol = Symbol(name);
  privateNames.add(symbol);
  return symbol;
}

export const isPrivateName = (key: unknown): boolean => typeof key === "symbol" && privateNames.has(key);

/**
 * Symbols made by the program, one for each id (`Vm.nextId`): a thread that is run again after a step back makes the same ones again,
 * so that states which are equal but for the time at which they were reached stay equal.
 */
export class SymbolPool {
  readonly #symbols = new Map<string, symbol>();

  symbol(id: number, description: string | undefined): symbol {
    return this.#find(`s${id}:${description === undefined ? "" : `"${description}`}`, () => Symbol(description));
  }

  /** `name` with its "#". */
  privateName(id: number, name: string): symbol {
    return this.#find(`p${id}:${name}`, () => newPrivateName(name));
  }

  #find(key: string, make: () => symbol): symbol {
    const known = this.#symbols.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#symbols.set(key, made);
    return made;
  }
}
