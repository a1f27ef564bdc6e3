import type { Prelude } from "./prelude.ts";

/** The native parts answer `$absent` as soon as they would have to call the user's code; then these say the same again, call by call. */
export const jsonPrelude: Prelude = {
  JSON: {
    parse: [
      2,
      `function (text, reviver) {
  const root = $parseJson(\`\${text}\`);
  return typeof reviver === "function" ? $revive({ "": root }, "", reviver) : root;
}`,
    ],
    stringify: [
      3,
      `function (value, replacer, space) {
  const gap = $jsonGap(space);
  const list = $jsonList(replacer);
  const call = typeof replacer === "function" ? replacer : undefined;
  if (call === undefined) {
    const text = $stringifyJson(value, list, gap);
    if (text !== $absent) return text;
  }
  return $serialize({ "": value }, "", call, list, gap, "", []);
}`,
    ],
  },
  $: {
    $revive: [
      3,
      `function (holder, key, reviver) {
  const value = holder[key];
  if ($isObject(value)) {
    const keys = $jsonKeys(value);
    for (let index = 0; index < keys.length; index += 1) {
      const result = $revive(value, keys[index], reviver);
      if (result === undefined) $jsonDelete(value, keys[index]);
      else $jsonDefine(value, keys[index], result);
    }
  }
  return $callback(reviver, holder)(key, value);
}`,
    ],
    $serialize: [
      7,
      `function (holder, key, replacer, list, gap, indent, path) {
  let value = holder[key];
  if ($isObject(value) || typeof value === "bigint") {
    const toJSON = value.toJSON;
    if (typeof toJSON === "function") value = $callback(toJSON, value)(key);
  }
  if (replacer !== undefined) value = $callback(replacer, holder)(key, value);
  value = $unwrap(value);
  if (!$isObject(value) || typeof value === "function") return $jsonPrimitive(value);
  $jsonCheckCycle(path, value, key);
  const isArray = $isArray(value);
  const keys = isArray ? undefined : list === undefined ? $jsonKeys(value) : list;
  const length = isArray ? $length(value) : keys.length;
  const inner = indent + gap;
  const below = $jsonDescend(path, value, key);
  let body = "";
  for (let index = 0; index < length; index += 1) {
    const name = isArray ? \`\${index}\` : keys[index];
    const text = $serialize(value, name, replacer, list, gap, inner, below);
    if (!isArray && text === undefined) continue;
    if (body !== "") body += gap === "" ? "," : ",\\n" + inner;
    if (!isArray) body += $jsonPrimitive(name) + (gap === "" ? ":" : ": ");
    body += text === undefined ? "null" : text;
  }
  const open = isArray ? "[" : "{";
  const close = isArray ? "]" : "}";
  if (body === "") return open + close;
  return gap === "" ? open + body + close : open + "\\n" + inner + body + "\\n" + indent + close;
}`,
    ],
  },
};
