/** The parts of Map, Set and their weak kin that call the user's code, as JavaScript. */

export const mapConstructor = `function (entries) {
  if (new.target === undefined) throw $typeError("Constructor Map requires 'new'");
  const map = $newMap(new.target);
  if (entries === undefined || entries === null) return map;
  const add = $method(map, "set");
  $checkIterable(entries);
  for (const entry of entries) $addEntry(add, map, entry);
  return map;
}`;

export const weakMapConstructor = `function (entries) {
  if (new.target === undefined) throw $typeError("Constructor WeakMap requires 'new'");
  const map = $newWeakMap(new.target);
  if (entries === undefined || entries === null) return map;
  const add = $method(map, "set");
  $checkIterable(entries);
  for (const entry of entries) $addEntry(add, map, entry);
  return map;
}`;

export const setConstructor = `function (values) {
  if (new.target === undefined) throw $typeError("Constructor Set requires 'new'");
  const set = $newSet(new.target);
  if (values === undefined || values === null) return set;
  const add = $method(set, "add");
  $checkIterable(values);
  for (const value of values) add(value);
  return set;
}`;

export const weakSetConstructor = `function (values) {
  if (new.target === undefined) throw $typeError("Constructor WeakSet requires 'new'");
  const set = $newWeakSet(new.target);
  if (values === undefined || values === null) return set;
  const add = $method(set, "add");
  $checkIterable(values);
  for (const value of values) add(value);
  return set;
}`;

export const mapForEach = `function (callback, thisArg) {
  const entries = $mapEntries(this, "Map.prototype.forEach");
  const call = $callback(callback, thisArg);
  for (let entry = $nextEntry(entries); entry !== undefined; entry = $nextEntry(entries)) call(entry[1], entry[0], this);
}`;

export const setForEach = `function (callback, thisArg) {
  const entries = $setEntries(this, "Set.prototype.forEach");
  const call = $callback(callback, thisArg);
  for (let entry = $nextEntry(entries); entry !== undefined; entry = $nextEntry(entries)) call(entry[1], entry[0], this);
}`;

export const mapGroupBy = `function (items, callback) {
  const call = $callback(callback, undefined);
  const groups = new $Map();
  const get = $callback($Map.prototype.get, groups);
  const set = $callback($Map.prototype.set, groups);
  let index = 0;
  $checkIterable(items);
  for (const item of items) {
    const key = call(item, index);
    const group = get(key);
    if (group === undefined) set(key, [item]);
    else $append(group, item);
    index += 1;
  }
  return groups;
}`;

/** The method by that name, with its object as \`this\`. */
export const collectionHelpers = {
  $method: [
    2,
    `function (object, name) {
  const method = object[name];
  if (typeof method !== "function") throw $typeError("'" + method + "' returned for property '" + name + "' of object '#<" + object.constructor.name + ">' is not a function");
  return $callback(method, object);
}`,
  ],
  $addEntry: [
    3,
    `function (add, map, entry) {
  if (!$isObject(entry)) throw $typeError("Iterator value " + $shown(entry) + " is not an entry object");
  add(entry[0], entry[1]);
}`,
  ],
} as const;
