import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { V1Secret } from "@kubernetes/client-node";

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

interface Team { apiVersion: string; kind: string; metadata: Meta; spec: { token: string }; status?: Record<string, unknown> }

/**
 * @reconcile org.example.com/v1 Team
 * @sample ./sample.yaml
 * @owns v1 Secret
 */
export async function reconcile(team: Team): Promise<void> {
  const name = `${team.metadata.namespace}-${team.metadata.name}`;
  const namespace = "shared";
  if ((await orMissing(core.readNamespacedSecret({ name, namespace }))) !== undefined) return;
  const body: V1Secret = { metadata: { name, namespace, ownerReferences: ownersOf(team) }, stringData: { token: team.spec.token } };
  await core.createNamespacedSecret({ namespace, body });
}
