import type { Json, JsonObject } from "../../protocol/json.ts";
import type { ApplyChanges } from "../../protocol/requests.ts";
import type { Change } from "../../protocol/trace.ts";

/**
 * The state after `changes`, in order. Shares what did not change with `state`, which stays as it was.
 * Objects on the way that are not there yet are made; a change that would go through a text or number replaces it.
 */
export const applyChanges: ApplyChanges = (state, changes) => changes.reduce(applyChange, state);

function applyChange(state: JsonObject, { location, after }: Change): JsonObject {
  const [first, ...rest] = location;
  if (first === undefined) return isObject(after) ? after : state;
  return withValue(state, String(first), rest, after) as JsonObject;
}

function withValue(container: Json | undefined, key: string, rest: Change["location"], after: Json | undefined): Json {
  const inner = isContainer(container) ? (container as { readonly [key: string]: Json })[key] : undefined;
  const [next, ...further] = rest;
  const value = next === undefined ? after : withValue(inner, String(next), further, after);
  if (isList(container)) return listWith(container, Number(key), value);
  const entries = isObject(container) ? container : {};
  if (value !== undefined) return { ...entries, [key]: value };
  const { [key]: _, ...left } = entries;
  return left;
}

/** The last item can go; an earlier one that goes leaves null, since the others keep their index. */
function listWith(list: readonly Json[], index: number, value: Json | undefined): Json {
  if (value !== undefined) return list.length === index ? [...list, value] : Object.assign([...list], { [index]: value });
  return index === list.length - 1 ? list.slice(0, -1) : list.map((item, position) => (position === index ? null : item));
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isContainer = (value: Json | undefined): value is readonly Json[] | JsonObject => typeof value === "object" && value !== null;
const isObject = (value: Json | undefined): value is JsonObject => isContainer(value) && !isList(value);
