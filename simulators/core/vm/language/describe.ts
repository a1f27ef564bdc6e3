/**
 * A function of the programs' own that puts a value into words, run by V8 and by the machine alike: kinds, own properties with attributes that are
 * not the usual ones, prototypes by the name of their constructor, order of keys and entries, shared and circular references.
 */
export const describeSource = `function describe(value, seen = new Map()) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return String(value) + "n";
  if (typeof value === "symbol") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value);
  if (seen.has(value)) return "#" + seen.get(value);
  seen.set(value, seen.size);
  const parts = [];
  const proto = Object.getPrototypeOf(value);
  const maker = proto === null ? "null" : typeof proto.constructor === "function" ? proto.constructor.name : "?";
  if (value instanceof Error) parts.push(String(value.name) + ": " + String(value.message));
  if (value instanceof Map) for (const [key, entry] of value) parts.push(describe(key, seen) + " => " + describe(entry, seen));
  if (value instanceof Set) for (const entry of value) parts.push(describe(entry, seen));
  if (value instanceof Date) parts.push(String(value.getTime()));
  if (value instanceof RegExp) parts.push(String(value));
  if (ArrayBuffer.isView(value) && "length" in value) parts.push(value.join());
  if (Array.isArray(value)) parts.push("length " + value.length);
  const isElement = (key) => ArrayBuffer.isView(value) && typeof key === "string" && /^[0-9]+$/.test(key);
  const skipped = typeof value === "function" ? ["length", "prototype", "arguments", "caller"] : value instanceof Error ? ["stack", "message"] : Array.isArray(value) ? ["length"] : [];
  for (const key of Reflect.ownKeys(value)) {
    if (skipped.includes(key) || isElement(key)) continue;
    const property = Object.getOwnPropertyDescriptor(value, key);
    const flags = (property.enumerable ? "" : "-e") + (property.configurable ? "" : "-c") + ("writable" in property && !property.writable ? "-w" : "");
    const shown = "value" in property ? describe(property.value, seen) : (property.get ? "get" : "") + (property.set ? "set" : "");
    parts.push(String(key) + flags + ": " + shown);
  }
  return (typeof value === "function" ? "function " : "") + maker + (Object.isExtensible(value) ? "" : "!") + " { " + parts.join(", ") + " }";
}`;

/** A program as a module: \`outcome\` is the text of what it returns or throws, once it is settled. */
export const moduleOf = (program: string): string => `${describeSource}
export let outcome = "pending";
async function main() {
${program}
}
main().then(
  (value) => { outcome = "returned " + describe(value); },
  (error) => { outcome = "threw " + describe(error); },
);`;
