import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

const hasCode = (error: unknown, code: number): boolean => error instanceof ApiException && error.code === code;
interface Meta { name: string; namespace: string; uid: string; generation: number; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[]; annotations?: Record<string, string> }
const ownersOf = (cr: { apiVersion: string; kind: string; metadata: Meta }) =>
  [{ apiVersion: cr.apiVersion, kind: cr.kind, name: cr.metadata.name, uid: cr.metadata.uid, controller: true, blockOwnerDeletion: true }];

interface Cache { apiVersion: string; kind: string; metadata: Meta; spec: { size: number }; status?: Record<string, unknown> }

/**
 * @reconcile mem.example.com/v1 Cache
 * @sample ./sample.yaml
 * @owns v1 ConfigMap, v1 Service
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace, uid } = cache.metadata;
  const metadata = { name, namespace, ownerReferences: ownersOf(cache) };
  const ignoreExisting = (error: unknown): void => { if (!hasCode(error, 409)) throw error; };
  await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { size: String(cache.spec.size) } } }).catch(ignoreExisting);
  await core.createNamespacedService({ namespace, body: { metadata, spec: { selector: { cache: name }, ports: [{ port: 6379 }] } } }).catch(ignoreExisting);
}
