import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Team {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string };
  spec: { members: string[] };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

async function ensureAccount(team: Team, member: string): Promise<void> {
  const { apiVersion, kind, metadata } = team;
  const ownerReferences = [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }];
  try {
    await core.createNamespacedServiceAccount({ namespace: metadata.namespace, body: { metadata: { name: member, ownerReferences } } });
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
}

/**
 * @reconcile org.example.com/v1 Team
 * @sample ./sample.yaml
 * @owns v1 ServiceAccount
 */
export async function reconcile(team: Team): Promise<void> {
  const outcomes = await Promise.allSettled(team.spec.members.map((member) => ensureAccount(team, member)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}
