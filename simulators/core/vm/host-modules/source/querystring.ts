/** `node:querystring`. */

type Values = Readonly<Record<string, unknown>>;

export function escape(text: unknown): string {
  return encodeURIComponent(typeof text === "object" || typeof text === "string" ? `${text}` : String(text));
}

/** Like `decodeURIComponent`, but what is no escape stays as it is. */
export function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const bytes: number[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.slice(at + 1, at + 3);
      if (text[at] === "%" && /^[0-9a-fA-F]{2}$/.test(code)) {
        bytes.push(Number.parseInt(code, 16));
        at += 2;
      } else bytes.push(...$utf8Encode(text[at] as string));
    }
    return $decodeText(new Uint8Array(bytes), "utf-8", false, true);
  }
}

const primitive = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : "";
  return typeof value === "bigint" || typeof value === "boolean" ? `${value}` : "";
};

export function stringify(
  values: Values | null | undefined,
  separator = "&",
  equals = "=",
  options: { readonly encodeURIComponent?: (text: string) => string } = {},
): string {
  const encode = options.encodeURIComponent ?? defaults.escape;
  if (values === null || typeof values !== "object") return "";
  return Object.keys(values)
    .flatMap((name) => {
      const value = values[name];
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.map((one) => encode(name) + equals + encode(primitive(one)));
    })
    .join(separator);
}

export function parse(
  text: string,
  separator = "&",
  equals = "=",
  options: { readonly maxKeys?: number; readonly decodeURIComponent?: (text: string) => string } = {},
): Record<string, string | string[]> {
  const result = Object.create(null) as Record<string, string | string[]>;
  if (typeof text !== "string" || text.length === 0) return result;
  const decode = options.decodeURIComponent ?? defaults.unescape;
  const most = options.maxKeys ?? 1000;
  const fields = text.split(separator).filter((field) => field !== "");
  for (const field of most > 0 ? fields.slice(0, most) : fields) {
    const at = field.indexOf(equals);
    const [name, value] = at < 0 ? [field, ""] : [field.slice(0, at), field.slice(at + equals.length)];
    const key = decode(name.replaceAll("+", " "));
    const its = decode(value.replaceAll("+", " "));
    const known = result[key];
    result[key] = known === undefined ? its : Array.isArray(known) ? [...known, its] : [known, its];
  }
  return result;
}

export { parse as decode, stringify as encode };
const defaults = { escape, unescape, parse, stringify, decode: parse, encode: stringify };
export default defaults;
