import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Mailbox {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: { user: string };
}

const mailboxes = { group: "mail.example.com", version: "v1", plural: "mailboxes" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

/**
 * @reconcile mail.example.com/v1 Mailbox
 * @sample ./sample.yaml
 * @edit spec.user="eva"
 * @owns v1 Secret
 */
export async function reconcile(cached: Mailbox): Promise<void> {
  const { namespace, name } = cached.metadata;
  const mailbox = (await orMissing(custom.getNamespacedCustomObject({ ...mailboxes, namespace, name }))) as Mailbox | undefined;
  if (mailbox === undefined || mailbox.metadata.deletionTimestamp !== undefined) return;
  const { apiVersion, kind, metadata, spec } = mailbox;
  const ownerReferences = [{ apiVersion, kind, name, uid: metadata.uid, controller: true }];
  const data = { user: btoa(spec.user) };
  const secret = await orMissing(core.readNamespacedSecret({ namespace, name: `${name}-login` }));
  if (secret === undefined) {
    await core.createNamespacedSecret({ namespace, body: { metadata: { name: `${name}-login`, ownerReferences }, data } });
  } else if (!secret.metadata?.ownerReferences?.some(({ uid }) => uid === metadata.uid)) {
    // Not ours. If it goes, its event brings us back, as far as it was made for a resource of this name.
    return;
  } else if (secret.data?.["user"] !== data.user) {
    await core.replaceNamespacedSecret({ namespace, name: `${name}-login`, body: { ...secret, data } });
  }
}
