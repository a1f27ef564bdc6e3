import type { ApiAnswer } from "../../simulators/controller/cluster/types.ts";

/**
 * What a server answers before it looks at any object; undefined: it does look.
 *
 * @param accept The header of the request.
 */
export function answerOfFront(path: string, accept = ""): ApiAnswer | undefined {
  if (/^\/(healthz|livez|readyz)(\/|$)/.test(path)) return { code: 200, text: "ok" };
  // kubectl asks for it before each apply. It names no schema, so that kubectl leaves validation to the server. As a protobuf message, that is no byte.
  if (path === "/openapi/v2")
    return accept.includes("protobuf") ? { code: 200, text: "" } : { code: 200, body: { swagger: "2.0", info: {}, paths: {} } };
  return undefined;
}
