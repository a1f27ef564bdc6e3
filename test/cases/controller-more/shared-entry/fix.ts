import { ApiException, CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Probe {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string };
  spec: { target: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

/**
 * @reconcile mon.example.com/v1 Probe
 * @sample ./sample.yaml
 * @owns v1 ConfigMap
 * @edit spec.target="b"
 */
export async function reconcile({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Probe): Promise<void> {
  const metadata = { name: `probe-${name}`, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
  const data = { target: spec.target };
  try {
    await core.patchNamespacedConfigMap({ namespace, name: metadata.name, body: { data } }, mergePatch);
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 404) throw error;
    await core.createNamespacedConfigMap({ namespace, body: { metadata, data } });
  }
}
