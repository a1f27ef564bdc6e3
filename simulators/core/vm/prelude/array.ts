import type { Prelude } from "./prelude.ts";

/** One access for each element: `$element` reads it and answers `$absent` for a hole. */
const visit = (name: string, start: string, step: string, end: string): string => `function (callback, thisArg) {
  const source = $object(this, "Array.prototype.${name}");
  const length = $length(source);
  const call = $callback(callback, thisArg);
  ${start}
  for (let index = 0; index < length; index += 1) {
    const value = $element(source, index);
    if (value !== $absent) {
      ${step}
    }
  }
  ${end}
}`;

/** `find` and its like see holes as undefined. */
const search = (name: string, order: "up" | "down", found: string, missing: string): string => `function (callback, thisArg) {
  const source = $object(this, "Array.prototype.${name}");
  const length = $length(source);
  const call = $callback(callback, thisArg);
  for (let index = ${order === "up" ? "0; index < length; index += 1" : "length - 1; index >= 0; index -= 1"}) {
    const value = source[index];
    if (call(value, index, source)) return ${found};
  }
  return ${missing};
}`;

const reduce = (name: string, first: string, within: string, step: string): string => `function (callback) {
  const source = $object(this, "Array.prototype.${name}");
  const length = $length(source);
  const call = $callback(callback, undefined);
  let index = ${first};
  let result = $absent;
  if (arguments.length > 1) result = arguments[1];
  else {
    while (${within} && result === $absent) {
      result = $element(source, index);
      index += ${step};
    }
    if (result === $absent) throw $typeError("Reduce of empty array with no initial value");
  }
  while (${within}) {
    const value = $element(source, index);
    if (value !== $absent) result = call(result, value, index, source);
    index += ${step};
  }
  return result;
}`;

export const arrayPrelude: Prelude = {
  "Array.prototype": {
    forEach: [1, visit("forEach", "", "call(value, index, source);", "")],
    map: [
      1,
      visit(
        "map",
        "let result = $species(source, length);",
        "result = $place(result, index, call(value, index, source));",
        "return result;",
      ),
    ],
    filter: [
      1,
      visit(
        "filter",
        "let result = $species(source, 0);",
        "if (call(value, index, source)) result = $append(result, value);",
        "return result;",
      ),
    ],
    some: [1, visit("some", "", "if (call(value, index, source)) return true;", "return false;")],
    every: [1, visit("every", "", "if (!call(value, index, source)) return false;", "return true;")],
    flatMap: [
      1,
      visit("flatMap", "let result = $species(source, 0);", "result = $appendFlat(result, call(value, index, source));", "return result;"),
    ],
    find: [1, search("find", "up", "value", "undefined")],
    findIndex: [1, search("findIndex", "up", "index", "-1")],
    findLast: [1, search("findLast", "down", "value", "undefined")],
    findLastIndex: [1, search("findLastIndex", "down", "index", "-1")],
    reduce: [1, reduce("reduce", "0", "index < length", "1")],
    reduceRight: [1, reduce("reduceRight", "length - 1", "index >= 0", "-1")],
    sort: [
      1,
      `function (compare) {
  $checkComparison(compare);
  const source = $object(this, "Array.prototype.sort");
  if (compare === undefined) return $sortByText(source, source, true);
  const work = $sortInput(source, true);
  $sort(work, compare);
  return $sortOutput(source, work);
}`,
    ],
    toSorted: [
      1,
      `function (compare) {
  $checkComparison(compare);
  const source = $object(this, "Array.prototype.toSorted");
  const result = $denseCopy(source);
  if (compare === undefined) return $sortByText(result, source, false);
  const work = $sortInput(result, false);
  $sort(work, compare);
  return $sortOutput(result, work);
}`,
    ],
  },
  Array: {
    from: [
      1,
      `function (items, mapper, thisArg) {
  const call = mapper === undefined ? undefined : $callback(mapper, thisArg);
  const isPlain = !$isOtherConstructor(this);
  let index = 0;
  if (items === undefined || items === null || (items[$symbolIterator] !== undefined && items[$symbolIterator] !== null)) {
    let result = isPlain ? [] : new this();
    for (const value of items) {
      result = $place(result, index, call === undefined ? value : call(value, index));
      index += 1;
    }
    if (!isPlain) result.length = index;
    return result;
  }
  const source = $object(items, "Array.from");
  const length = $length(source);
  let result = isPlain ? $holes(length) : new this(length);
  for (; index < length; index += 1) {
    const value = source[index];
    result = $place(result, index, call === undefined ? value : call(value, index));
  }
  if (!isPlain) result.length = length;
  return result;
}`,
    ],
    fromAsync: [
      1,
      `async function (items, mapper, thisArg) {
  const call = mapper === undefined ? undefined : $callback(mapper, thisArg);
  let index = 0;
  let result = [];
  if (items === undefined || items === null || items[$symbolAsyncIterator] || items[$symbolIterator]) {
    for await (const value of items) {
      result = $append(result, call === undefined ? value : await call(value, index));
      index += 1;
    }
    return result;
  }
  const source = $object(items, "Array.fromAsync");
  const length = $length(source);
  for (; index < length; index += 1) {
    const value = await source[index];
    result = $append(result, call === undefined ? value : await call(value, index));
  }
  return result;
}`,
    ],
  },
};
