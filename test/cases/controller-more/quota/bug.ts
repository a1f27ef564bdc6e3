import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { V1ResourceQuota } from "@kubernetes/client-node";

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

const hasCode = (error: unknown, code: number): boolean => error instanceof ApiException && error.code === code;
async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, 404)) return undefined;
    throw error;
  }
}
interface Meta { name: string; namespace: string; uid: string; generation: number; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[]; annotations?: Record<string, string> }
const ownersOf = (cr: { apiVersion: string; kind: string; metadata: Meta }) =>
  [{ apiVersion: cr.apiVersion, kind: cr.kind, name: cr.metadata.name, uid: cr.metadata.uid, controller: true, blockOwnerDeletion: true }];

interface Project { apiVersion: string; kind: string; metadata: Meta; spec: { cpu: string } }
const quotaFor = (project: Project): V1ResourceQuota => ({
  metadata: { name: "project", namespace: project.metadata.name, ownerReferences: ownersOf(project) },
  spec: { hard: { "requests.cpu": project.spec.cpu } },
});

/**
 * @reconcile org.example.com/v1 Project
 * @sample ./sample.yaml
 * @crd ./crd.yaml
 * @edit spec.cpu="8"
 * @owns v1 Namespace, v1 ResourceQuota
 */
export async function reconcile(project: Project): Promise<void> {
  const { name } = project.metadata;
  const namespace = await orMissing(core.readNamespace({ name }));
  if (namespace === undefined) {
    await core.createNamespace({ body: { metadata: { name, ownerReferences: ownersOf(project) } } });
    await core.createNamespacedResourceQuota({ namespace: name, body: quotaFor(project) });
  }
}
