import type { Value } from "../value.ts";
import type { NativeFunction } from "../vm.ts";
import { arrayOf, slotsOf, touchList } from "./array-elements.ts";
import type { VObject } from "../cell.ts";
import { web, type WebUrl } from "./web.ts";

/** How URLs are read is asked of V8's surroundings (the WHATWG's parser). */
export const urlNatives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$urlParse", 2, (vm, _, [text, base]) => partsOf(text as string, base as string | undefined, (parts) => arrayOf(vm, [...parts]))],
  ["$urlSet", 3, (_, __, [href, part, value]) => withPart(href as string, part as string, value as string)],
  ["$queryParse", 1, (vm, _, [text]) => arrayOf(vm, [...new web.URLSearchParams(text as string)].flat())],
  [
    "$querySerialize",
    1,
    (vm, _, [list]) => serialize(slotsOf(vm, list as VObject, touchList(vm, list as VObject, "read")) as readonly string[]),
  ],
  ["$domainTo", 2, (_, __, [form, domain]) => domainTo(form as string, domain as string)],
];

const partNames = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"] as const;

function partsOf(text: string, base: string | undefined, make: (parts: readonly string[]) => Value): Value {
  const url = parse(text, base);
  return url === undefined ? undefined : make(partNames.map((name) => url[name]));
}

function parse(text: string, base?: string): WebUrl | undefined {
  try {
    return new web.URL(text, base);
  } catch {
    return undefined;
  }
}

function withPart(href: string, part: string, value: string): string {
  const url = new web.URL(href);
  (url as unknown as Record<string, string>)[part] = value;
  return url.href;
}

function serialize(flat: readonly string[]): string {
  const pairs: [string, string][] = [];
  for (let at = 0; at < flat.length; at += 2) pairs.push([flat[at] as string, flat[at + 1] as string]);
  return new web.URLSearchParams(pairs).toString();
}

/** A domain in its ASCII form, or with the characters that its labels stand for. */
function domainTo(form: string, domain: string): string {
  const ascii = parse(`ws://${domain}`)?.hostname ?? "";
  return form === "ascii" ? ascii : decodePunycode(ascii);
}

function decodePunycode(domain: string): string {
  return domain
    .split(".")
    .map((label) => (label.startsWith("xn--") ? decodeLabel(label.slice(4)) : label))
    .join(".");
}

/** @see RFC 3492, section 6.2. */
function decodeLabel(text: string): string {
  const split = text.lastIndexOf("-");
  const output = Array.from(split < 0 ? "" : text.slice(0, split)).map((character) => character.codePointAt(0) as number);
  let [code, at, bias] = [128, 0, 72];
  for (let index = split < 0 ? 0 : split + 1; index < text.length; ) {
    const before = at;
    for (let [weight, k] = [1, 36]; ; k += 36) {
      const digit = Number.parseInt(text[index] as string, 36);
      const value = digit < 10 ? digit + 26 : digit - 10;
      index += 1;
      at += value * weight;
      const limit = Math.min(Math.max(k - bias, 1), 26);
      if (value < limit) break;
      weight *= 36 - limit;
    }
    const length = output.length + 1;
    bias = adapt(at - before, length, before === 0);
    code += Math.floor(at / length);
    at %= length;
    output.splice(at, 0, code);
    at += 1;
  }
  return String.fromCodePoint(...output);
}

function adapt(distance: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(distance / 700) : distance >> 1;
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
