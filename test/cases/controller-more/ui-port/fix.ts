import { CoreV1Api, CustomObjectsApi, KubeConfig, type V1Service } from "@kubernetes/client-node";
import { Services } from "./services.ts";

interface Universe {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; resourceVersion: string; deletionTimestamp?: string };
  spec: { uiPort: number };
}

class UniverseOperator {
  readonly #core: CoreV1Api;
  readonly #custom: CustomObjectsApi;

  constructor(config: KubeConfig) {
    this.#core = config.makeApiClient(CoreV1Api);
    this.#custom = config.makeApiClient(CustomObjectsApi);
  }

  async #isCurrent({ metadata }: Universe): Promise<boolean> {
    const { namespace, name, uid, resourceVersion } = metadata;
    const { items } = (await this.#custom.listNamespacedCustomObject("yb.example.com", "v1", namespace, "universes")).body as { items: Universe[] };
    const live = items.find((each) => each.metadata.name === name);
    return live?.metadata.uid === uid && live.metadata.resourceVersion === resourceVersion && live.metadata.deletionTimestamp === undefined;
  }

  #serviceFor({ apiVersion, kind, metadata, spec }: Universe): V1Service {
    const { name, uid } = metadata;
    return {
      metadata: { name: `${name}-ui`, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
      spec: { selector: { universe: name }, ports: [{ port: spec.uiPort }] },
    };
  }

  async reconcile(universe: Universe): Promise<void> {
    const { name, namespace } = universe.metadata;
    if (!(await this.#isCurrent(universe))) return;
    const services = new Services(this.#core, namespace);
    const current = await services.find(`${name}-ui`);
    if (universe.spec.uiPort < 0) {
      if (current !== undefined) await services.remove(current);
      return;
    }
    if (current === undefined) await services.create(this.#serviceFor(universe));
  }
}

const config = new KubeConfig();
config.loadFromDefault();
const operator = new UniverseOperator(config);

/**
 * @reconcile yb.example.com/v1 Universe
 * @sample ./sample.yaml
 * @edit spec.uiPort=7000
 * @owns v1 Service
 */
export const reconcile = (universe: Universe): Promise<void> => operator.reconcile(universe);
