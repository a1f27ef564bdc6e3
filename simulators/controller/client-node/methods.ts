import type { JsonObject } from "../../../protocol/json.ts";
import { methods, parameterLists } from "./tables/methods.ts";

/** The methods of an API class of `@kubernetes/client-node`, as `ApiMethod` of in-machine/intrinsics.d.ts; none of a class that there is not. */
export function methodsOf(apiClass: string): readonly JsonObject[] {
  return (methods[apiClass] ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map(methodOf);
}

function methodOf(line: string): JsonObject {
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
