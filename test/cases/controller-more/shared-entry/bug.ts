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
 * @edit spec.target="b"
 */
export async function reconcile({ metadata: { name, namespace }, spec }: Probe): Promise<void> {
  const shared = await core.readNamespacedConfigMap({ namespace, name: "prometheus" });
  if (shared.data?.[`${name}.target`] === spec.target) return;
  const body = { data: { [`${name}.target`]: spec.target } };
  await core.patchNamespacedConfigMap({ namespace, name: "prometheus", body }, mergePatch);
}
