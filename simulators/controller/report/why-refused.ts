import type { Json } from "../../../protocol/json.ts";
import { targetOf } from "./request-words.ts";

interface Status {
  readonly message?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly causes?: readonly { readonly field?: string; readonly message?: string }[];
  };
}

/** What the server names as the reason, where the code does not say it: "roleRef: cannot change roleRef". Empty: nothing more is to be said. */
export function whyRefused({ code, body }: { readonly code: number; readonly body: Json }, path: string): string {
  if (typeof body === "string") return /page not found/.test(body) ? unservedAdvice : "";
  const { message = "", details } = (body ?? {}) as Status;
  const [cause] = details?.causes ?? [];
  if (cause?.field !== undefined) return short(`${cause.field}: ${(cause.message ?? "it is refused").replace(valuePattern, "")}`);
  if (code === 404) {
    const isNamespace = details?.kind === "namespaces" && targetOf(path).resource !== "/namespaces";
    return isNamespace ? `there is no namespace ${details.name ?? ""}, unless the sample has one` : "";
  }
  return code === 409 ? "" : short(message);
}

const unservedAdvice = "name its kind as one that is owned, or give its definition, if the cluster has it";

/** The value itself is in the trace. */
const valuePattern = /^Invalid value: (?:"(?:[^"\\]|\\.)*"|[{[].*[}\]]|\S+): /;

const most = 80;
const short = (text: string): string => {
  const line = text.split("\n", 1).join();
  return line.length <= most ? line : `${line.slice(0, most)}…`;
};
