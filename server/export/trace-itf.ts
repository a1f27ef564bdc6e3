import type { Json, JsonObject } from "../../protocol/json.ts";
import type { Trace } from "../../protocol/trace.ts";
import { applyChanges } from "./state.ts";

/**
 * Informal Trace Format, as Apalache, Quint and their viewers read it: every state in full.
 * The state's own variables keep their names; `action`, `lane` and `message` say which step led there (`step_` before a name that is taken).
 * A variable that is not there in some state has the unserializable value `undefined`, since ITF wants every variable in every state.
 *
 * @see https://apalache-mc.org/docs/adr/015adr-trace.html
 */
export function itfText(trace: Trace): string {
  const states = statesOf(trace);
  const own = [...new Set(states.flatMap((state) => Object.keys(state)))].sort();
  const about = aboutNames.map((name) => freeName(name, own));
  const vars = [...about, ...own];
  const head = {
    "#meta": {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      source: trace.path,
      description: trace.title,
      ...(trace.without ? { without_fault: { ...trace.without } } : {}),
    },
    params: [],
    vars,
    ...(trace.loop === undefined ? {} : { loop: trace.loop }),
  };
  const lines = states.map((state, index) =>
    JSON.stringify({ "#meta": metaOf(trace, index), ...aboutStep(trace, index, about), ...valuesOf(state, own) }),
  );
  const opening = JSON.stringify(head, null, 2).replace(/\n}$/, "");
  return `${opening},\n  "states": [\n    ${lines.join(",\n    ")}\n  ]\n}\n`;
}

/** `reverted_at`: index of the state in which the step that led here is taken back. */
function metaOf(trace: Trace, index: number): JsonObject {
  const reverted = index === 0 ? undefined : trace.steps[index - 1]?.revertedBy;
  return reverted === undefined ? { index } : { index, reverted_at: reverted + 1 };
}

const aboutNames = ["action", "lane", "message"] as const;

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`step_${name}`, taken) : name;
}

function statesOf(trace: Trace): readonly JsonObject[] {
  const states: JsonObject[] = [trace.initial];
  for (const step of trace.steps) states.push(applyChanges(states.at(-1) ?? {}, step.changes));
  return states;
}

/** The step that led to state `index`; the first state has none. */
function aboutStep(trace: Trace, index: number, names: readonly string[]): JsonObject {
  const step = index === 0 ? undefined : trace.steps[index - 1];
  const values = step ? [step.action, step.lane, step.message] : ["init", "", ""];
  return Object.fromEntries(names.map((name, position) => [name, values[position] ?? ""]));
}

function valuesOf(state: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, itfValue(state[name])]));
}

/** Integers of any size are `#bigint`, as the format asks; what it has no form for is `#unserializable`. */
function itfValue(value: Json | undefined): Json {
  if (value === undefined || value === null) return { "#unserializable": String(value) };
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? { "#bigint": String(value) } : { "#unserializable": String(value) };
  if (Array.isArray(value)) return value.map((item: Json) => itfValue(item));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, itfValue(item)]));
}
