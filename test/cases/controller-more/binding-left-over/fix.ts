import { ApiException, CustomObjectsApi, KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";

interface Grant {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[] };
  spec: { role: string };
}

const finalizer = "iam.example.com/binding";
const grants = { group: "iam.example.com", version: "v1", plural: "grants" };
const config = new KubeConfig();
config.loadFromDefault();
const rbac = config.makeApiClient(RbacAuthorizationV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function replaceFinalizers(grant: Grant, finalizers: string[]): Promise<void> {
  const { name, namespace } = grant.metadata;
  const body = { ...grant, metadata: { ...grant.metadata, finalizers } };
  await custom.replaceNamespacedCustomObject({ ...grants, namespace, name, body });
}

const bindingName = ({ metadata: { namespace, name } }: Grant): string => `grant-${namespace}-${name}`;

async function ensureBinding(grant: Grant): Promise<void> {
  const name = bindingName(grant);
  if ((await orMissing(rbac.readClusterRoleBinding({ name }))) !== undefined) return;
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: grant.spec.role };
  const subjects = [{ kind: "ServiceAccount", namespace: grant.metadata.namespace, name: grant.metadata.name }];
  await rbac.createClusterRoleBinding({ body: { metadata: { name }, roleRef, subjects } });
}

/**
 * @reconcile iam.example.com/v1 Grant
 * @sample ./sample.yaml
 */
export async function reconcile(cached: Grant): Promise<void> {
  const { namespace, name } = cached.metadata;
  const grant = (await orMissing(custom.getNamespacedCustomObject({ ...grants, namespace, name }))) as Grant | undefined;
  if (grant === undefined) return;
  const { deletionTimestamp, finalizers = [] } = grant.metadata;
  if (deletionTimestamp !== undefined) {
    if (!finalizers.includes(finalizer)) return;
    await orMissing(rbac.deleteClusterRoleBinding({ name: bindingName(grant) }));
    await replaceFinalizers(grant, finalizers.filter((each) => each !== finalizer));
    return;
  }
  if (!finalizers.includes(finalizer)) await replaceFinalizers(grant, [...finalizers, finalizer]);
  else await ensureBinding(grant);
}
