import { isObjectJson } from "./values.ts";
import type { CallRequest } from "./types.ts";

/** Whether a request is about Events, of the core group or of `events.k8s.io`. */
export const isAboutEvents = (path: string): boolean =>
  /^\/(?:api\/v1|apis\/events\.k8s\.io\/v1(?:beta1)?)\/(?:namespaces\/[^/]+\/)?events(?:\/|$)/.test(path);

/**
 * Whether a request makes an Event under a name that nobody can know beforehand: a generated one, or one with a random part.
 *
 * @param drawn Random texts that stand in the request.
 */
export function makesUnknownEvent({ method, path, body }: CallRequest, drawn: readonly string[] = []): boolean {
  if (method !== "POST" || !isAboutEvents(path) || !isObjectJson(body)) return false;
  const { metadata } = body;
  if (!isObjectJson(metadata)) return false;
  const { name = "", generateName = "" } = metadata;
  return name === "" ? generateName !== "" : typeof name === "string" && drawn.some((text) => text !== "" && name.includes(text));
}
