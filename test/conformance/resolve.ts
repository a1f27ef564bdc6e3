import type { Json } from "../../protocol/json.ts";
import type { Edit, RawAnswer, RecordedRequest } from "./sequence.ts";

/** What placeholders are taken from. */
export interface Context {
  readonly namespace: string;
  /** The answers of the steps so far. */
  readonly answers: readonly RawAnswer[];
}

/** A placeholder has no value: the tested server has diverged earlier. */
export class Unresolved extends Error {
  override readonly name = "Unresolved";
}

/** Changeable JSON, for edits. */
type Draft = null | boolean | number | string | Draft[] | { [key: string]: Draft };

/** Strings, and member names, with their placeholders filled in. */
export function resolve<T extends Json>(value: T, context: Context): T {
  return resolved(value, context) as T;
}

function resolved(value: Json, context: Context): Json {
  if (typeof value === "string") return value.replace(/\{\{([^}]+)\}\}/g, (_whole, expression: string) => lookUp(expression, context));
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => resolved(item, context));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [resolved(name, context) as string, resolved(member, context)]));
}

function lookUp(expression: string, { namespace, answers }: Context): string {
  if (expression === "ns") return namespace;
  const match = /^(\d+)(\/.*)$/.exec(expression);
  const value = match === null ? undefined : pointed(answers[Number(match[1])]?.json, match[2] ?? "");
  if (value === undefined || value === null || typeof value === "object") throw new Unresolved(expression);
  return String(value);
}

const tokens = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

function pointed(value: Json | undefined, pointer: string): Json | undefined {
  if (pointer === "" || pointer === "/") return value;
  let found: Json | undefined = value;
  for (const token of tokens(pointer)) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Readonly<Record<string, Json>>)[token];
  }
  return found;
}

/** The body of a request: `text` as it is, or JSON. */
export function bodyOf(request: RecordedRequest, context: Context): { readonly text?: string; readonly body?: Json } {
  if (request.text !== undefined) return { text: resolve(request.text, context) };
  if (request.from === undefined) return request.body === undefined ? {} : { body: resolve(request.body, context) };
  const base = pointed(context.answers[request.from.step]?.json, request.from.at ?? "");
  if (base === undefined) throw new Unresolved(`from ${request.from.step}`);
  const draft = structuredClone(base) as Draft;
  for (const edit of request.from.edits ?? [])
    applyEdit(draft, { ...edit, path: resolve(edit.path, context), ...resolvedValue(edit, context) });
  return { body: draft };
}

const resolvedValue = ({ value }: Edit, context: Context): { readonly value?: Json } =>
  value === undefined ? {} : { value: resolve(value, context) };

function applyEdit(document: Draft, edit: Edit): void {
  const parts = tokens(edit.path);
  const last = parts.pop() ?? "";
  let place = document as { [key: string]: Draft };
  for (const part of parts) {
    if (typeof place[part] !== "object" || place[part] === null) {
      if (edit.op === "unset") return;
      place[part] = {};
    }
    place = place[part] as { [key: string]: Draft };
  }
  if (edit.op === "set") place[last] = edit.value as Draft;
  else if (edit.op === "append") {
    if (!Array.isArray(place[last])) place[last] = [];
    place[last].push(edit.value as Draft);
  } else if (Array.isArray(place)) (place as Draft[]).splice(Number(last), 1);
  else delete place[last];
}
