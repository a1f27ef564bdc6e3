import { errorOf, KubeError } from "../errors.ts";
import type { KubeResource } from "../kube.ts";
import type { ApiClient } from "./api-client.ts";

/** Which kinds the cluster serves, and how they are addressed. What is there is asked for once; what is missing may come later. */
export class Discovery {
  readonly #client: Pick<ApiClient, "request">;
  readonly #known = new Map<string, KubeResource>();
  readonly #asked = new Map<string, Promise<void>>();

  constructor(client: Pick<ApiClient, "request">) {
    this.#client = client;
  }

  /** @throws {KubeError} The server does not tell. */
  resourceOf(apiVersion: string, kind: string): KubeResource | Promise<KubeResource | undefined> {
    const name = `${apiVersion} ${kind}`;
    return this.#known.get(name) ?? this.#ask(apiVersion).then(() => this.#known.get(name));
  }

  /** What is asked at the same time is asked once. */
  #ask(apiVersion: string): Promise<void> {
    const asked = this.#asked.get(apiVersion) ?? this.#read(apiVersion).finally(() => this.#asked.delete(apiVersion));
    this.#asked.set(apiVersion, asked);
    return asked;
  }

  async #read(apiVersion: string): Promise<void> {
    const path = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { code, body } = await this.#client.request({ method: "GET", path }).catch((error: unknown) => {
      throw new KubeError(
        503,
        "ServiceUnavailable",
        `no answer came to GET ${path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    if (code === 404) return;
    if (code !== 200) throw errorOf(code, body);
    for (const { name, kind, namespaced } of (body as ResourceList).resources ?? []) {
      if (!name.includes("/")) this.#known.set(`${apiVersion} ${kind}`, { plural: name, namespaced });
    }
  }
}

/** @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery */
interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}
