import { BaseApi } from "./api.ts";
import { perform } from "./call-now.ts";
import { sendOld } from "./call-old.ts";
import { generation } from "./generation.ts";
import { headerOf, RequestContext, server } from "./http.ts";
import { deserialised, serialised, type Spec } from "./objects.ts";
import { deserialise, serialise } from "./serialise.ts";

interface Parts {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly type?: string;
  readonly result?: string;
  readonly options?: unknown;
}

/** Any kind by its object. What a kind is called in paths is known without asking the server. */
export class KubernetesObjectApi extends BaseApi {
  defaultNamespace = "default";

  static makeApiClient(config: { makeApiClient<T>(Api: new (first: unknown) => T): T }): KubernetesObjectApi {
    return config.makeApiClient(KubernetesObjectApi);
  }

  async create(spec: Spec, pretty?: unknown, dryRun?: unknown, fieldManager?: unknown, options?: unknown): Promise<unknown> {
    const path = this.#path(spec, "create");
    return this.#send("POST", path, { query: { pretty, dryRun, fieldManager }, body: serialised(spec), type: "application/json", options });
  }

  async delete(
    spec: Spec,
    pretty?: unknown,
    dryRun?: unknown,
    gracePeriodSeconds?: unknown,
    orphanDependents?: unknown,
    propagationPolicy?: unknown,
    body?: unknown,
    options?: unknown,
  ): Promise<unknown> {
    const path = this.#path(spec, "delete");
    const query = { pretty, dryRun, gracePeriodSeconds, orphanDependents, propagationPolicy };
    const sent = body ? { body: serialise(body, "V1DeleteOptions", generation ?? 1), type: "application/json" } : {};
    return this.#send("DELETE", path, { query, ...sent, result: "V1Status", options });
  }

  async patch(
    spec: Spec,
    pretty?: unknown,
    dryRun?: unknown,
    fieldManager?: unknown,
    force?: unknown,
    strategy?: unknown,
    options?: unknown,
  ): Promise<unknown> {
    const path = this.#path(spec, "patch");
    const isOld = generation === 0 || (typeof strategy === "object" && strategy !== null);
    const type = isOld || typeof strategy !== "string" ? "application/strategic-merge-patch+json" : strategy;
    return this.#send("PATCH", path, {
      query: { pretty, dryRun, fieldManager, force },
      body: serialised(spec),
      type,
      options: isOld ? strategy : options,
    });
  }

  async read(spec: Spec, pretty?: unknown, exact?: unknown, exportt?: unknown, options?: unknown): Promise<unknown> {
    return this.#send("GET", this.#path(spec, "read"), { query: { pretty, exact, export: exportt }, options });
  }

  async list(
    apiVersion: string,
    kind: string,
    namespace?: string,
    pretty?: unknown,
    exact?: unknown,
    exportt?: unknown,
    fieldSelector?: unknown,
    labelSelector?: unknown,
    limit?: unknown,
    continueToken?: unknown,
    options?: unknown,
  ): Promise<unknown> {
    const metadata = namespace === undefined ? {} : { namespace };
    const query = { pretty, exact, export: exportt, fieldSelector, labelSelector, limit, continue: continueToken };
    return this.#send("GET", this.#path({ apiVersion, kind, metadata }, "list"), { query, options });
  }

  async replace(spec: Spec, pretty?: unknown, dryRun?: unknown, fieldManager?: unknown, options?: unknown): Promise<unknown> {
    const path = this.#path(spec, "replace");
    return this.#send("PUT", path, { query: { pretty, dryRun, fieldManager }, body: serialised(spec), type: "application/json", options });
  }

  #path(spec: Spec, action: string): string {
    if (spec === null || spec === undefined) throw new Error(`Required parameter spec was null or undefined when calling ${action}.`);
    if (!spec.kind) throw new Error("Required spec property kind is not set");
    spec.apiVersion ||= "v1";
    spec.metadata ||= {};
    const resource = $resource(spec.apiVersion, spec.kind);
    if (resource === undefined) throw new Error(`Unrecognized API version and kind: ${spec.apiVersion} ${spec.kind}`);
    if (resource.namespaced && !spec.metadata.namespace && action !== "list") spec.metadata.namespace = this.defaultNamespace;
    const parts = [spec.apiVersion.includes("/") ? "/apis" : "/api", spec.apiVersion];
    if (resource.namespaced && spec.metadata.namespace) parts.push("namespaces", encodeURIComponent(spec.metadata.namespace));
    parts.push(resource.plural);
    if (action !== "create" && action !== "list") {
      if (!spec.metadata.name) throw new Error("Required spec property name is not set");
      parts.push(encodeURIComponent(spec.metadata.name));
    }
    return parts.join("/").toLowerCase();
  }

  #send(method: string, path: string, { query = {}, body, type, result, options }: Parts): Promise<unknown> {
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    const read = (answer: unknown): unknown => (result === undefined ? deserialised(answer) : deserialise(answer, result, generation ?? 1));
    if (generation === 0) {
      const { headers = {} } = (options ?? {}) as { readonly headers?: Record<string, unknown> };
      const isGiven = headerOf(headers, "content-type") !== undefined;
      const own = isGiven || type === undefined || method !== "PATCH" ? {} : { "Content-Type": type };
      return sendOld(
        this as never,
        { method, uri: path, qs: given, headers: { Accept: "application/json", ...own, ...headers }, json: true, body },
        read,
      );
    }
    const context = new RequestContext(server + path, method);
    context.setHeaderParam("Accept", "application/json, */*;q=0.8");
    if (type !== undefined) context.setHeaderParam("Content-Type", type);
    for (const [name, value] of Object.entries(given)) context.setQueryParam(name, value);
    if (body !== undefined) context.setBody(JSON.stringify(body));
    const middleware = this.configuration?.middleware ?? [];
    return perform(context, middleware, read).then(({ data }) => data);
  }
}
