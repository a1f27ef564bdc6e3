import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { KindName } from "../payload.ts";
import { isAccepted } from "./environment.ts";
import { maker } from "./makers.ts";
import type { Platform } from "./platform.ts";
import { type Server } from "./server.ts";
import type { Setup } from "./setup.ts";

/** The sample or the world is such that no cluster would take it. `object`: its place in `[sample, ...world]`; -1: a definition. */
export class UnusableSetup extends Error {
  override readonly name = "UnusableSetup";
  readonly object: number;
  /** Fields that are refused, `spec.ports[0].port`, and why. */
  readonly causes: readonly RefusedField[];

  constructor(message: string, object: number, causes: readonly RefusedField[] = []) {
    super(message);
    this.object = object;
    this.causes = causes;
  }
}

export interface RefusedField {
  readonly field: string;
  readonly message: string;
}

/** The cluster in the beginning: definitions, namespaces, the world, the resource; not yet touched by any controller. @throws {UnusableSetup} */
export function firstCluster(setup: Setup, platform: Platform, server: Server, atWork: () => void): number {
  const objects = [setup.sample, ...setup.world];
  const defined = setup.definitions.map(definedKind);
  const kinds = [setup.resource, ...setup.owns, ...setup.watches, ...objects.map(kindOf)];
  const free = kinds.filter((kind) => !defined.some((each) => each === `${groupOf(kind)} ${kind.kind}`));
  let cluster = server.contents.clusterNumber(platform.start(free));
  for (const definition of setup.definitions) {
    cluster = post(server, cluster, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition, -1);
  }
  for (const namespace of namespacesOf(objects)) {
    const isThere = objects.some((object) => object["kind"] === "Namespace" && metadataOf(object).name === namespace);
    if (!isThere)
      cluster = post(server, cluster, "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, -1);
  }
  const order = objects.map((object, index) => ({ object, index })).sort((a, b) => rank(a) - rank(b));
  for (const { object, index } of order) {
    atWork();
    const served = platform.served(server.contents.clusterOf(cluster), kindOf(object));
    if (served === undefined)
      throw new UnusableSetup(`the cluster serves no kind ${kindOf(object).kind} of ${kindOf(object).apiVersion}`, index);
    const path = served.path(served.isNamespaced ? (metadataOf(object).namespace ?? "default") : undefined);
    cluster = withStatus(server, post(server, cluster, path, object, index), `${path}/${metadataOf(object).name ?? ""}`, object, index);
  }
  return cluster;
}

/** Namespaces first, then the world, the resource last. */
const rank = ({ object, index }: { readonly object: JsonObject; readonly index: number }): number =>
  object["kind"] === "Namespace" ? 0 : index === 0 ? 2 : 1;

function post(server: Server, cluster: number, path: string, body: JsonObject, index: number): number {
  const executed = server.execute(cluster, { method: "POST", path, body, agent: "user" }, index === 0 ? maker.user : maker.world, 0);
  if (isAccepted(executed)) return executed.cluster;
  throw new UnusableSetup(messageOf(executed.answer), index, causesOf(executed.answer));
}

/** What a creation leaves out. */
function withStatus(server: Server, cluster: number, path: string, object: JsonObject, index: number): number {
  if (index === 0 || object["status"] === undefined) return cluster;
  const body = { status: object["status"] };
  const request = { method: "PATCH", path: `${path}/status`, type: "application/merge-patch+json", body } as const;
  return server.execute(cluster, request, maker.world, 0).cluster;
}

/** What every cluster has. */
const always = ["default", "kube-system"];

function namespacesOf(objects: readonly JsonObject[]): readonly string[] {
  // What is no text is refused where it stands, with the object.
  const named = objects.map((object) => metadataOf(object).namespace).filter((name) => typeof name === "string");
  return [...new Set([...always, ...named])].sort();
}

export const metadataOf = (object: JsonObject): { readonly name?: string; readonly namespace?: string } =>
  (object["metadata"] ?? {}) as { readonly name?: string; readonly namespace?: string };

export const kindOf = (object: JsonObject): KindName => ({
  apiVersion: textOf(object["apiVersion"]),
  kind: textOf(object["kind"]),
});

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

const groupOf = ({ apiVersion }: KindName): string => (apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "");

function definedKind(definition: JsonObject): string {
  const { group, names } = (definition["spec"] ?? {}) as { readonly group?: string; readonly names?: { readonly kind?: string } };
  return `${group ?? ""} ${names?.kind ?? ""}`;
}

function messageOf(answer: unknown): string {
  const { body } = answer as { readonly body?: { readonly message?: string } | string };
  return typeof body === "string" ? body : (body?.message ?? "the API server refuses it");
}

function causesOf(answer: unknown): readonly RefusedField[] {
  const { body } = answer as {
    readonly body?: { readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] } };
  };
  return (body?.details?.causes ?? []).map(({ field = "", message = "it is refused" }) => ({ field, message }));
}
