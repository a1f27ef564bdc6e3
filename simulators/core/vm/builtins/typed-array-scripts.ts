/** The parts of typed arrays that call the user's code, as JavaScript. `$typedLength(value, method)` checks the receiver. */

export const typedArrayConstructor = (name: string): string => `function (first, second, third) {
  if (new.target === undefined) throw $typeError("Constructor ${name} requires 'new'");
  const content = $needsList(first) ? $listOf(first) : first;
  return $newTypedArray("${name}", new.target, content, second, third);
}`;

const head = (name: string): string => `const length = $typedLength(this, "%TypedArray%.prototype.${name}");
  const call = $callback(callback, thisArg);`;

const visit = (name: string, start: string, step: string, end: string): readonly [number, string] => [
  1,
  `function (callback, thisArg) {
  ${head(name)}
  ${start}
  for (let index = 0; index < length; index += 1) {
    const value = this[index];
    ${step}
  }
  ${end}
}`,
];

const visitBack = (name: string, found: string, missing: string): readonly [number, string] => [
  1,
  `function (callback, thisArg) {
  ${head(name)}
  for (let index = length - 1; index >= 0; index -= 1) {
    const value = this[index];
    if (call(value, index, this)) return ${found};
  }
  return ${missing};
}`,
];

const reduce = (name: string, first: string, within: string, step: string): readonly [number, string] => [
  1,
  `function (callback) {
  const length = $typedLength(this, "%TypedArray%.prototype.${name}");
  const call = $callback(callback, undefined);
  let index = ${first};
  let result;
  if (arguments.length > 1) result = arguments[1];
  else {
    if (length === 0) throw $typeError("Reduce of empty array with no initial value");
    result = this[index];
    index += ${step};
  }
  while (${within}) {
    result = call(result, this[index], index, this);
    index += ${step};
  }
  return result;
}`,
];

export const typedArrayMethods: Readonly<Record<string, readonly [number, string]>> = {
  forEach: visit("forEach", "", "call(value, index, this);", "return undefined;"),
  map: visit("map", "const result = $typedLike(this, length);", "result[index] = call(value, index, this);", "return result;"),
  filter: visit("filter", "const kept = [];", "if (call(value, index, this)) $append(kept, value);", "return $typedFrom(this, kept);"),
  every: visit("every", "", "if (!call(value, index, this)) return false;", "return true;"),
  some: visit("some", "", "if (call(value, index, this)) return true;", "return false;"),
  find: visit("find", "", "if (call(value, index, this)) return value;", "return undefined;"),
  findIndex: visit("findIndex", "", "if (call(value, index, this)) return index;", "return -1;"),
  findLast: visitBack("findLast", "value", "undefined"),
  findLastIndex: visitBack("findLastIndex", "index", "-1"),
  reduce: reduce("reduce", "0", "index < length", "1"),
  reduceRight: reduce("reduceRight", "length - 1", "index >= 0", "-1"),
  sort: [
    1,
    `function (compare) {
  $checkComparison(compare);
  $typedLength(this, "%TypedArray%.prototype.sort");
  if (compare === undefined) return $sortTyped(this);
  const work = $typedList(this);
  $sort(work, compare);
  return $typedFill(this, work);
}`,
  ],
  toSorted: [
    1,
    `function (compare) {
  $checkComparison(compare);
  $typedLength(this, "%TypedArray%.prototype.toSorted");
  const work = $typedList(this);
  if (compare === undefined) return $sortTyped($typedFrom(this, work));
  $sort(work, compare);
  return $typedFrom(this, work);
}`,
  ],
};

export const typedArrayStatics = {
  from: [
    1,
    `function (items, mapper, thisArg) {
  $checkConstructor(this);
  const call = mapper === undefined ? undefined : $callback(mapper, thisArg);
  const source = $listOf(items);
  const length = source.length;
  const result = new this(length);
  for (let index = 0; index < length; index += 1) result[index] = call === undefined ? source[index] : call(source[index], index);
  return result;
}`,
  ],
  of: [
    0,
    `function (...items) {
  $checkConstructor(this);
  const result = new this(items.length);
  for (let index = 0; index < items.length; index += 1) result[index] = items[index];
  return result;
}`,
  ],
} as const;

/** The elements of an iterable; what is none is taken as it is. */
export const listOf = `function (items) {
  const method = items[$symbolIterator];
  if (method === undefined || method === null) return $object(items, "TypedArray.from");
  const list = [];
  for (const item of items) $append(list, item);
  return list;
}`;
