import { KubeConfig, KubernetesObjectApi, ApiException, type KubernetesObject, type V1Namespace, type V1RoleBinding } from "@kubernetes/client-node";

interface Tenant extends KubernetesObject {
  metadata: { name: string; uid: string; deletionTimestamp?: Date };
  spec: { owner: string; role: string };
}

class Objects {
  readonly #client: KubernetesObjectApi;

  constructor(config: KubeConfig) {
    this.#client = KubernetesObjectApi.makeApiClient(config);
  }

  async find<T extends KubernetesObject>(object: T): Promise<T | undefined> {
    const { apiVersion = "", kind = "", metadata } = object;
    try {
      return (await this.#client.read({ apiVersion, kind, metadata: { name: metadata?.name ?? "", namespace: metadata?.namespace ?? "" } })) as T;
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw error;
    }
  }

  async create<T extends KubernetesObject>(object: T): Promise<T> {
    return (await this.#client.create(object)) as T;
  }

  async replace<T extends KubernetesObject>(object: T): Promise<T> {
    return (await this.#client.replace(object)) as T;
  }
}

const config = new KubeConfig();
config.loadFromDefault();
const objects = new Objects(config);

const ownersOf = ({ apiVersion = "", kind = "", metadata: { name, uid } }: Tenant) => [{ apiVersion, kind, name, uid, controller: true }];

const namespaceFor = (tenant: Tenant): V1Namespace => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: `tenant-${tenant.metadata.name}`, labels: { tenant: tenant.metadata.name }, ownerReferences: ownersOf(tenant) },
});

const bindingFor = (tenant: Tenant): V1RoleBinding => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "RoleBinding",
  metadata: { name: "owner", namespace: `tenant-${tenant.metadata.name}`, ownerReferences: ownersOf(tenant) },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: tenant.spec.role },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: tenant.spec.owner }],
});

/**
 * @reconcile org.example.com/v1 Tenant
 * @sample ./sample.yaml
 * @crd ./crd.yaml
 * @edit spec.owner="bob"
 * @owns v1 Namespace, rbac.authorization.k8s.io/v1 RoleBinding
 */
export async function reconcile(cached: Tenant): Promise<void> {
  const tenant = await objects.find(cached);
  if (tenant?.metadata.uid !== cached.metadata.uid || tenant.metadata.deletionTimestamp !== undefined) return;

  const namespace = await objects.find(namespaceFor(tenant));
  if (namespace === undefined) await objects.create(namespaceFor(tenant));
  // The namespace of a former tenant of this name is on its way out: its last event brings us back.
  else if (namespace.metadata?.deletionTimestamp !== undefined) return;

  const wanted = bindingFor(tenant);
  const binding = await objects.find(wanted);
  if (binding === undefined) await objects.create(wanted);
  else if (binding.subjects?.[0]?.name !== tenant.spec.owner) await objects.replace({ ...binding, subjects: wanted.subjects! });
}
