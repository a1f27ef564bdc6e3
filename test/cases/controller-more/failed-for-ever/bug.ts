import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Site {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string };
  spec: { port: number };
  status?: { phase?: "Deployed" | "Failed"; observedGeneration?: number };
}

const sites = { group: "web.example.com", version: "v1", plural: "sites" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function setPhase({ metadata: { name, namespace, uid, generation } }: Site, phase: "Deployed" | "Failed"): Promise<void> {
  const body = { metadata: { uid }, status: { phase, observedGeneration: generation } };
  await custom.patchNamespacedCustomObjectStatus({ ...sites, namespace, name, body }, mergePatch);
}

async function deploy({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Site): Promise<void> {
  const current = await orMissing(core.readNamespacedService({ name, namespace }));
  if (current !== undefined) return;
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  await core.createNamespacedService({ namespace, body: { metadata: { name, ownerReferences }, spec: { selector: { site: name }, ports: [{ port: spec.port }] } } });
}

/**
 * @reconcile web.example.com/v1 Site
 * @sample ./sample.yaml
 * @owns v1 Service
 */
export async function reconcile(cached: Site): Promise<void> {
  const { name, namespace } = cached.metadata;
  const site = (await orMissing(custom.getNamespacedCustomObject({ ...sites, namespace, name }))) as Site | undefined;
  if (site === undefined || site.metadata.deletionTimestamp !== undefined) return;
  if (site.status?.phase === "Failed" && site.status.observedGeneration === site.metadata.generation) return;
  try {
    await deploy(site);
  } catch {
    await setPhase(site, "Failed");
    return;
  }
  if (site.status?.phase !== "Deployed") await setPhase(site, "Deployed");
}
