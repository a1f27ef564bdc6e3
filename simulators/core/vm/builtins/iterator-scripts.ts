/** `Iterator.prototype` of ECMAScript 2025, as JavaScript: what they answer are generators of ours. */

type Scripts = Readonly<Record<string, readonly [length: number, source: string]>>;

/** A function that calls back for each value, and leaves the iterator closed when it stops early. */
const visiting = (start: string, step: string, end: string): readonly [number, string] => [
  1,
  `function (callback) {
  const call = $callback(callback, undefined);
  let index = 0;
  ${start}
  for (const value of this) {
    ${step}
    index += 1;
  }
  return ${end};
}`,
];

/** An iterator over what a callback makes of each value. */
const making = (step: string): readonly [number, string] => [
  1,
  `function (callback) {
  const call = $callback(callback, undefined);
  const helper = function* (source) {
    let index = 0;
    for (const value of source) {
      ${step}
      index += 1;
    }
  };
  return helper(this);
}`,
];

/** An iterator over a part; the count is judged at once. */
const counting = (body: string): readonly [number, string] => [
  1,
  `function (count) {
  const limit = +count;
  if (!(limit >= 0)) throw $rangeError(count + " must be positive");
  const helper = function* (source, left) {
    ${body}
  };
  return helper(this, limit);
}`,
];

export const iteratorHelpers: Scripts = {
  map: making("yield call(value, index);"),
  filter: making("if (call(value, index)) yield value;"),
  flatMap: making("yield* call(value, index);"),
  take: counting(
    `if (left < 1) return;
    for (const value of source) {
      yield value;
      left -= 1;
      if (left < 1) return;
    }`,
  ),
  drop: counting(
    `for (const value of source) {
      if (left >= 1) left -= 1;
      else yield value;
    }`,
  ),
  forEach: visiting("", "call(value, index);", "undefined"),
  some: visiting("", "if (call(value, index)) return true;", "false"),
  every: visiting("", "if (!call(value, index)) return false;", "true"),
  find: visiting("", "if (call(value, index)) return value;", "undefined"),
  reduce: [
    1,
    `function (callback) {
  const call = $callback(callback, undefined);
  let isFirst = arguments.length < 2;
  let result = arguments[1];
  let index = 0;
  for (const value of this) {
    result = isFirst ? value : call(result, value, index);
    isFirst = false;
    index += 1;
  }
  if (isFirst) throw $typeError("Reduce of a done iterator with no initial value");
  return result;
}`,
  ],
  toArray: [0, "function () { return [...this]; }"],
};
