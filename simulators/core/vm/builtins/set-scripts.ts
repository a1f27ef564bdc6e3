/** The algebra of sets of ECMAScript 2025, as JavaScript. What they are given may be anything with `size`, `has` and `keys`. */

const method = (body: string): readonly [length: number, source: string] => [
  1,
  `function (other) {
  const values = $setEntries(this, "Set.prototype");
  const { size, has, keys } = $setLike(other);
  const own = $callback($Set.prototype.has, this);
  ${body}
}`,
];

/** Calls `step` for each value of the set itself, or of the other. */
const each = (step: string): string =>
  `for (let entry = $nextEntry(values); entry !== undefined; entry = $nextEntry(values)) { const value = entry[0]; ${step} }`;
const eachOther = (step: string): string => `for (const value of keys()) { ${step} }`;

const made = "const result = new $Set(); const add = $callback($Set.prototype.add, result);";

export const setAlgebra: Readonly<Record<string, readonly [length: number, source: string]>> = {
  union: method(`${made} ${each("add(value);")} ${eachOther("add(value);")} return result;`),
  intersection: method(
    `${made} if (this.size <= size) { ${each("if (has(value)) add(value);")} } else { ${eachOther("if (own(value)) add(value);")} } return result;`,
  ),
  difference: method(`${made} ${each("if (!has(value)) add(value);")} return result;`),
  symmetricDifference: method(
    `${made} const drop = $callback($Set.prototype.delete, result); ${each("add(value);")} ${eachOther("if (own(value)) drop(value); else add(value);")} return result;`,
  ),
  isSubsetOf: method(`if (this.size > size) return false; ${each("if (!has(value)) return false;")} return true;`),
  isSupersetOf: method(`if (this.size < size) return false; ${eachOther("if (!own(value)) return false;")} return true;`),
  isDisjointFrom: method(
    `if (this.size <= size) { ${each("if (has(value)) return false;")} } else { ${eachOther("if (own(value)) return false;")} } return true;`,
  ),
};

/** What such a function needs of its argument, judged in the order of the standard. */
export const setLike = `function (other) {
  if (!$isObject(other)) throw $typeError("The \\"other\\" argument must be of type object");
  const size = +other.size;
  if (size !== size) throw $typeError("The 'size' property must be a number");
  const { has, keys } = other;
  if (typeof has !== "function") throw $typeError("The 'has' property must be a function");
  if (typeof keys !== "function") throw $typeError("The 'keys' property must be a function");
  const all = $callback(keys, other);
  return { size, has: $callback(has, other), keys: () => ({ [$symbolIterator]: () => all() }) };
}`;
