import type { Json } from "../../../protocol/json.ts";
import type { Format, ScalarStyle } from "./node.ts";

/** A value on one line, as it is written in this format. @param style How texts are quoted, as far as the format has it. */
export function renderValue(value: Json, format: Format, style: ScalarStyle = "double"): string {
  if (typeof value === "string") return renderText(value, format, style);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map((element) => renderValue(element, format, style)).join(", ")}]`;
  const members = Object.entries(value).map(([name, member]) => renderProperty(name, member, format));
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** `name: value` with the quotes that the format asks for. */
export function renderProperty(name: string, value: Json, format: Format): string {
  return `${renderKey(name, format)}: ${renderValue(value, format)}`;
}

/** @param quote The quotation mark of the key that is replaced; empty for none. */
export function renderKey(name: string, format: Format, quote = format === "json" ? '"' : ""): string {
  if (quote === "" && format !== "json" && isPlainKey(name, format)) return name;
  return renderText(name, format, quote === "'" ? "single" : "double");
}

function renderText(text: string, format: Format, style: ScalarStyle): string {
  if (format === "json") return JSON.stringify(text);
  if (format === "yaml") {
    if (style === "plain" && isPlainYaml(text)) return text;
    return style === "single" && !hasControl(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
  }
  return style === "single" ? `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : JSON.stringify(text);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isPlainKey = (name: string, format: Format): boolean => (format === "yaml" ? isPlainYaml(name) : /^[A-Za-z_$][\w$]*$/.test(name));

/** Texts that every YAML parser reads as the same text without quotes: names, hosts, elements, addresses. */
const isPlainYaml = (text: string): boolean =>
  /^([A-Za-z]([\w.*/:-]*[\w*])?|\d+(\.\d+){3}|\d+\/\d+(\.\d+){3})$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);

// oxlint-disable-next-line no-control-regex -- control characters need escapes, which only double quotes have
const hasControl = (text: string): boolean => /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
