import type { Prelude } from "./prelude.ts";

/** A pattern that is an object may have the operation itself, as regular expressions do. */
const delegate = (symbol: string, ...rest: readonly string[]): string => `if ($isObject(pattern)) {
    const method = pattern[${symbol}];
    if (method !== undefined && method !== null) return $callback(method, pattern)(${["this", ...rest].join(", ")});
  }`;

const head = (name: string): string =>
  `if (this === undefined || this === null) throw $typeError("String.prototype.${name} called on null or undefined");`;

export const stringPrelude: Prelude = {
  "String.prototype": {
    replace: [
      2,
      `function (pattern, replacement) {
  ${head("replace")}
  ${delegate("$symbolReplace", "replacement")}
  const text = \`\${this}\`;
  const wanted = \`\${pattern}\`;
  if (typeof replacement !== "function") return $replaceText(text, wanted, \`\${replacement}\`, false);
  const at = $indexOfText(text, wanted, 0);
  return at < 0 ? text : $spliceText(text, at, wanted.length, \`\${replacement(wanted, at, text)}\`);
}`,
    ],
    replaceAll: [
      2,
      `function (pattern, replacement) {
  ${head("replaceAll")}
  $checkGlobal(pattern, "replaceAll");
  ${delegate("$symbolReplace", "replacement")}
  const text = \`\${this}\`;
  const wanted = \`\${pattern}\`;
  if (typeof replacement !== "function") return $replaceText(text, wanted, \`\${replacement}\`, true);
  const step = wanted.length > 1 ? wanted.length : 1;
  let result = "";
  let from = 0;
  for (let at = $indexOfText(text, wanted, 0); at >= 0; at = $indexOfText(text, wanted, at + step)) {
    result = $joinText(result, $sliceText(text, from, at), \`\${replacement(wanted, at, text)}\`);
    from = at + wanted.length;
  }
  return $joinText(result, $sliceText(text, from, text.length), "");
}`,
    ],
    match: [
      1,
      `function (pattern) {
  ${head("match")}
  ${delegate("$symbolMatch")}
  const text = \`\${this}\`;
  return $regexp(pattern, "")[$symbolMatch](text);
}`,
    ],
    matchAll: [
      1,
      `function (pattern) {
  ${head("matchAll")}
  $checkGlobal(pattern, "matchAll");
  ${delegate("$symbolMatchAll")}
  const text = \`\${this}\`;
  return $regexp(pattern, "g")[$symbolMatchAll](text);
}`,
    ],
    search: [
      1,
      `function (pattern) {
  ${head("search")}
  ${delegate("$symbolSearch")}
  const text = \`\${this}\`;
  return $regexp(pattern, "")[$symbolSearch](text);
}`,
    ],
    split: [
      2,
      `function (pattern, limit) {
  ${head("split")}
  ${delegate("$symbolSplit", "limit")}
  return $splitText(this, pattern, limit);
}`,
    ],
  },
  "RegExp.prototype": {
    "@@replace": [
      2,
      `function (text, replacement) {
  $checkRegExp(this, "@@replace");
  const subject = \`\${text}\`;
  if (typeof replacement !== "function") return $replaceMatches(this, subject, \`\${replacement}\`);
  const calls = $matchCalls(this, subject);
  let result = "";
  let from = 0;
  for (let index = 0; index < calls.length; index += 1) {
    const at = $matchPosition(calls[index]);
    const made = \`\${$apply(replacement, undefined, calls[index])}\`;
    result = $joinText(result, $sliceText(subject, from, at), made);
    from = at + calls[index][0].length;
  }
  return $joinText(result, $sliceText(subject, from, subject.length), "");
}`,
    ],
  },
};
