import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Code } from "../../../protocol/problem.ts";
import type { Choice } from "../walk.ts";

/**
 * Names one packet in the user's words, so that it can be found again after an edit.
 * In traces and notes it is JSON; what it names may be gone.
 */
export interface PacketSubject {
  /** Name; `tenant/address` and the index in the file tell groups of one name apart. */
  readonly group: string;
  readonly key?: string;
  readonly index?: number;
  /** Text form of the host; absent: the first sender. */
  readonly from?: string;
  readonly failure?: FailureSubject;
  /** Of the property that the packet breaks. */
  readonly code?: Code;
  /** The property allows what the packet shows: it was told for information. */
  readonly isAllowed?: true;
  /** Index of the stream whose packet it is. */
  readonly stream?: number;
  /** The first group of the generated workload is meant. */
  readonly isGenerated?: true;
  /** The up-ports that the switches chose, for each header. */
  readonly choices?: readonly Choice[];
}

export interface FailureSubject {
  /** Index of the entry in `failures`. */
  readonly entry: number;
  readonly reaction: "update" | "none";
  /** What is down, in text form; absent: what the entry says. */
  readonly elements?: readonly string[];
}

export function subjectJson(subject: PacketSubject): JsonObject {
  const { failure, choices, ...rest } = subject;
  return {
    ...rest,
    ...(failure ? { failure: { ...failure } } : {}),
    ...(choices ? { choices: choices.map(({ leaf, spines }) => ({ leaf, spines: [...spines] })) } : {}),
  };
}

/** Undefined when it is no subject of this simulator: traces come from files, too. */
export function readSubject(json: Json): PacketSubject | undefined {
  if (!isObject(json)) return undefined;
  const { group, key, index, from, failure, code, isAllowed, stream, isGenerated, choices } = json;
  if (typeof group !== "string") return undefined;
  const known = failure === undefined ? undefined : readFailure(failure);
  const ways = choices === undefined ? undefined : readChoices(choices);
  if ((failure !== undefined && !known) || (choices !== undefined && !ways)) return undefined;
  return {
    group,
    ...(typeof key === "string" ? { key } : {}),
    ...(typeof index === "number" ? { index } : {}),
    ...(typeof from === "string" ? { from } : {}),
    ...(typeof code === "string" && /^FL3\d{3}$/.test(code) ? { code: code as Code } : {}),
    ...(isAllowed === true ? { isAllowed } : {}),
    ...(typeof stream === "number" ? { stream } : {}),
    ...(isGenerated === true ? { isGenerated } : {}),
    ...(known ? { failure: known } : {}),
    ...(ways ? { choices: ways } : {}),
  };
}

/** A number stands for the entry with what it says. */
function readFailure(json: Json): FailureSubject | undefined {
  if (typeof json === "number") return { entry: json, reaction: "update" };
  if (!isObject(json)) return undefined;
  const { entry, reaction, elements } = json;
  if (typeof entry !== "number" || (reaction !== "update" && reaction !== "none")) return undefined;
  if (elements === undefined) return { entry, reaction };
  return isList(elements) && elements.every((text) => typeof text === "string") ? { entry, reaction, elements } : undefined;
}

function readChoices(json: Json): readonly Choice[] | undefined {
  if (!isList(json)) return undefined;
  const choices = json.map((choice): Choice | undefined => {
    if (!isObject(choice)) return undefined;
    const { leaf, spines } = choice;
    return isPort(leaf) && spines !== undefined && isList(spines) && spines.every(isPort) ? { leaf, spines } : undefined;
  });
  return choices.every((choice) => choice !== undefined) ? choices : undefined;
}

const isPort = (json: Json | undefined): json is number =>
  typeof json === "number" && Number.isInteger(json) && -1 <= json && json < 65_536;
const isList = (json: Json): json is readonly Json[] => Array.isArray(json);
const isObject = (json: Json): json is JsonObject => typeof json === "object" && json !== null && !Array.isArray(json);
