import { AppsV1Api, CoreV1Api, HttpError, KubeConfig } from "@kubernetes/client-node";

interface Datacenter {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string };
  spec: { image: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);

async function isThere(read: Promise<unknown>): Promise<boolean> {
  try {
    await read;
    return true;
  } catch (error) {
    if (error instanceof HttpError && error.response.statusCode === 404) return false;
    throw error;
  }
}

const ownerOf = ({ apiVersion, kind, metadata: { name, uid } }: Datacenter) => [{ apiVersion, kind, name, uid, controller: true }];

async function ensureSecret(datacenter: Datacenter, name: string, stringData: Record<string, string>): Promise<void> {
  const { namespace } = datacenter.metadata;
  if (await isThere(core.readNamespacedSecret(name, namespace))) return;
  await core.createNamespacedSecret(namespace, { metadata: { name, ownerReferences: ownerOf(datacenter) }, stringData });
}

async function ensureDeployment(datacenter: Datacenter): Promise<void> {
  const { name, namespace } = datacenter.metadata;
  if (await isThere(apps.readNamespacedDeployment(name, namespace))) return;
  const matchLabels = { datacenter: name };
  const volumes = [{ name: "keystore", secret: { secretName: `${name}-keystore` } }];
  await apps.createNamespacedDeployment(namespace, {
    metadata: { name, ownerReferences: ownerOf(datacenter) },
    spec: { selector: { matchLabels }, template: { metadata: { labels: matchLabels }, spec: { volumes, containers: [{ name: "db", image: datacenter.spec.image }] } } },
  });
}

/**
 * @reconcile cassandra.example.com/v1beta1 Datacenter
 * @sample ./sample.yaml
 * @owns v1 Secret, apps/v1 Deployment
 */
export async function reconcile(datacenter: Datacenter): Promise<void> {
  const { name } = datacenter.metadata;
  await ensureSecret(datacenter, `${name}-ca-keystore`, { ca: name });
  await ensureSecret(datacenter, `${name}-keystore`, { signedBy: name });
  await ensureDeployment(datacenter);
}
