import type { Json } from "../../../protocol/json.ts";
import type { CallAnswer, PendingCall } from "../process/types.ts";
import type { ObjectName } from "../properties/types.ts";
import type { Names } from "./names.ts";

/** What a path of the API names. */
export interface Target extends Partial<ObjectName> {
  /** `apps/statefulsets`; left out for a path that is no resource. */
  readonly resource?: string;
  readonly namespace?: string;
  /** Left out: the collection. */
  readonly name?: string;
  readonly subresource?: string;
}

const pathPattern = /^\/(?:api\/[^/]+|apis\/([^/]+)\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/[^/]))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/;

export function targetOf(path: string): Target {
  const [, group = "", namespace, plural, name, subresource] = pathPattern.exec(path) ?? [];
  if (!plural) return {};
  return {
    resource: `${group}/${plural}`,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name, key: `${namespace ?? ""}/${name}` }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: Json;
  readonly query?: Readonly<Record<string, string>>;
}

/** "reads StatefulSet web", "creates Secret web-tls", "lists Pods with app=web". */
export function requestWords(request: Asked, names: Names): string {
  const target = targetOf(request.path);
  if (!target.resource) return `asks for ${request.path}`;
  const kind = names.kind(target.resource);
  const name = target.name ?? nameIn(request.body);
  const what = `${target.subresource === "status" ? "the status of " : ""}${kind}${name === undefined ? "" : ` ${names.name(`${target.namespace ?? ""}/${name}`)}`}`;
  if (request.method === "GET" && target.name === undefined) {
    const selector = request.query?.["labelSelector"] ?? request.query?.["fieldSelector"];
    return `lists ${plural(kind)}${selector ? ` with ${selector}` : ""}`;
  }
  if (request.method === "DELETE" && target.name === undefined) return `deletes all ${plural(kind)}`;
  return `${verbOf(request)} ${what}`;
}

function verbOf({ method, type }: Asked): string {
  switch (method) {
    case "GET":
      return "reads";
    case "POST":
      return "creates";
    case "PUT":
      return "replaces";
    case "DELETE":
      return "deletes";
    default:
      return type === "application/apply-patch+yaml" ? "applies" : "patches";
  }
}

function nameIn(body: Json | undefined): string | undefined {
  const { metadata } = (body ?? {}) as { readonly metadata?: { readonly name?: string; readonly generateName?: string } };
  return metadata?.name ?? (metadata?.generateName ? `${metadata.generateName}…` : undefined);
}

export const plural = (kind: string): string =>
  /(?:s|x|ch)$/.test(kind) ? `${kind}es` : /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;

/** What a call asks for. */
export function callWords({ target }: PendingCall, names: Names): string {
  switch (target.kind) {
    case "api":
      return requestWords(target.request, names);
    case "external":
      return `calls ${target.system}.${target.operation}`;
    case "timer":
      return `waits ${target.milliseconds} ms`;
  }
}

/** The answer, behind a colon: "404", "2 items", "no answer". Empty for an answer that says no more than "done". */
export function answerWords({ target }: PendingCall, answer: CallAnswer): string {
  if (answer.kind === "lost") return "no answer";
  if (target.kind === "external") return answer.code >= 400 ? `it fails${messageOf(answer.body)}` : "";
  if (target.kind === "timer") return "";
  if (answer.code >= 400) return `${answer.code}${reasonOf(answer.body)}`;
  const items = (answer.body as { readonly items?: readonly Json[] } | null)?.items;
  if (Array.isArray(items)) return items.length === 0 ? "none" : items.length === 1 ? "1 item" : `${items.length} items`;
  return "";
}

function messageOf(body: Json): string {
  const { message } = (body ?? {}) as { readonly message?: string };
  // "failed" is what is said of a refusal that a check has made up.
  return message === undefined || message === "failed" ? "" : `: ${message.split("\n", 1).join()}`;
}

function reasonOf(body: Json): string {
  // What the server says of a path that it does not serve is no object.
  if (typeof body === "string" && /page not found/.test(body)) return ", no such kind";
  const { reason } = (body ?? {}) as { readonly reason?: string };
  return reason ? ` ${reason}` : "";
}

export const isRead = ({ target }: PendingCall): boolean => target.kind === "api" && target.request.method === "GET";
