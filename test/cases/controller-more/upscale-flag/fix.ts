import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Flow {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; resourceVersion: string; deletionTimestamp?: string };
  spec: { nodes: number };
  status?: { nodes?: Record<string, "Running" | null> };
}

const flows = { group: "nifi.example.com", version: "v1", plural: "flows" };
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

async function readFlow({ metadata: { namespace, name } }: Flow): Promise<Flow | undefined> {
  return (await orMissing(custom.getNamespacedCustomObject({ ...flows, namespace, name }))) as Flow | undefined;
}

async function record(flow: Flow, node: string, state: "Running" | null): Promise<void> {
  const { namespace, name, uid } = flow.metadata;
  const body = { metadata: { uid }, status: { nodes: { [node]: state } } };
  await custom.patchNamespacedCustomObjectStatus({ ...flows, namespace, name, body }, mergePatch);
}

const serviceFor = ({ apiVersion, kind, metadata: { name, uid } }: Flow, node: string) => ({
  metadata: { name: node, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }], labels: { flow: uid } },
  spec: { selector: { node }, ports: [{ port: 8080 }] },
});

/**
 * @reconcile nifi.example.com/v1 Flow
 * @sample ./sample.yaml
 * @edit spec.nodes=2 then spec.nodes=1
 * @owns v1 Service
 */
export async function reconcile(cached: Flow): Promise<void> {
  const flow = await readFlow(cached);
  if (flow === undefined || flow.metadata.deletionTimestamp !== undefined) return;
  const { namespace, name } = flow.metadata;
  const wanted = Array.from({ length: flow.spec.nodes }, (_, index) => `${name}-${index}`);
  for (const node of wanted) {
    const service = await orMissing(core.readNamespacedService({ namespace, name: node }));
    if (service === undefined) await core.createNamespacedService({ namespace, body: serviceFor(flow, node) });
    if (flow.status?.nodes?.[node] !== "Running") await record(flow, node, "Running");
  }
  const { items } = await core.listNamespacedService({ namespace, labelSelector: `flow=${flow.metadata.uid}` });
  const present = items.map(({ metadata }) => metadata!.name!);
  for (const node of present.filter((each) => !wanted.includes(each))) {
    await orMissing(core.deleteNamespacedService({ namespace, name: node }));
  }
  for (const node of Object.keys(flow.status?.nodes ?? {})) {
    if (!wanted.includes(node)) await record(flow, node, null);
  }
}
