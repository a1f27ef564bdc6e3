import type { JsonObject } from "../../../protocol/json.ts";
import { methods, parameterLists } from "./tables/methods.ts";

/** Names of the methods of an API class of `@kubernetes/client-node`, from 1.0 on each with its twin `…WithHttpInfo`; none of a class that there is not. */
export function methodNames(apiClass: string): ReadonlySet<string> {
  return new Set([...linesOf(apiClass).keys()].flatMap((name) => [name, `${name}${twin}`]));
}

const twin = "WithHttpInfo";

/** A method of an API class, as `ApiMethod` of in-machine/intrinsics.d.ts; undefined: there is none of that name. */
export function methodOf(apiClass: string, method: string): JsonObject | undefined {
  const line = linesOf(apiClass).get(method);
  return line === undefined ? undefined : readMethod(line);
}

const known = new Map<string, ReadonlyMap<string, string>>();

function linesOf(apiClass: string): ReadonlyMap<string, string> {
  const lines = known.get(apiClass);
  if (lines !== undefined) return lines;
  const table = (methods[apiClass] ?? "").split("\n").filter((line) => line !== "");
  const made = new Map(table.map((line) => [line.slice(0, line.indexOf(" ")), line]));
  known.set(apiClass, made);
  return made;
}

function readMethod(line: string): JsonObject {
  const [name = "", verb = "", path = "", old = "-", now = "-", bodies = "-", result = "-", patch = "-"] = line.split(" ");
  const [nowBody = "-", oldBody = nowBody] = bodies.split("/");
  return {
    name,
    verb,
    path,
    ...(old === "-" ? {} : { old: parametersOf(old, path) }),
    ...(now === "-" ? {} : { now: parametersOf(now, path) }),
    ...(oldBody === "-" ? {} : { oldBody }),
    ...(nowBody === "-" ? {} : { nowBody }),
    ...(result === "-" ? {} : { result }),
    isPatch: patch === "p",
  };
}

function parametersOf(list: string, path: string): readonly JsonObject[] {
  return (parameterLists[Number(list)] ?? "")
    .split(" ")
    .filter((text) => text !== "")
    .map((text) => {
      const name = text.replace("!", "");
      const isQuery = name !== "body" && !path.includes(`{${name}}`);
      // `_continue` is `continue` on the wire; `path2` is `path` where the path has one of that name.
      return { name, isRequired: text.endsWith("!"), ...(isQuery ? { query: name.replace(/^_/, "").replace(/^(\w+)2$/, "$1") } : {}) };
    });
}
