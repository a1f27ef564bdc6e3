import { ApiException, KubeConfig, KubernetesObjectApi, type KubernetesObject } from "@kubernetes/client-node";

interface Cluster extends KubernetesObject {
  metadata: { name: string; namespace: string; uid: string };
  spec: { domain: string };
}

interface Certificate extends KubernetesObject {
  spec: { secretName: string; dnsNames: string[] };
}

const config = new KubeConfig();
config.loadFromDefault();
const client = KubernetesObjectApi.makeApiClient(config);

function certificateFor(cluster: Cluster, suffix: string): Certificate {
  const { name, namespace, uid } = cluster.metadata;
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: {
      name: `${name}-${suffix}`,
      namespace,
      ownerReferences: [{ apiVersion: cluster.apiVersion!, kind: cluster.kind!, name, uid, controller: true }],
    },
    spec: { secretName: `${name}-${suffix}`, dnsNames: [`${suffix}.${cluster.spec.domain}`] },
  };
}

async function exists(certificate: Certificate): Promise<boolean> {
  const { name = "", namespace = "" } = certificate.metadata ?? {};
  try {
    await client.read({ apiVersion: certificate.apiVersion!, kind: certificate.kind!, metadata: { name, namespace } });
    return true;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return false;
    throw error;
  }
}

/**
 * @reconcile db.example.com/v1 Cluster
 * @sample ./sample.yaml
 * @owns cert-manager.io/v1 Certificate
 */
export async function reconcile(cluster: Cluster): Promise<void> {
  const [external, internal] = ["ssl", "ssl-internal"].map((suffix) => certificateFor(cluster, suffix)) as [Certificate, Certificate];
  if (!(await exists(external))) {
    await client.create(external);
    await client.create(internal);
  }
}
