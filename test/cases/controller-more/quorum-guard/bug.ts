import { defineController, isDeleting, isOwnedBy, ownerReference, type Kube, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1Pod } from "@kubernetes/client-node";

interface Quorum {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { image: string };
}

const members = [0, 1];

function podFor(quorum: Stored<Quorum>, member: number): V1Pod {
  const { name, namespace } = quorum.metadata;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `${name}-${member}`, namespace, labels: { quorum: name }, ownerReferences: [ownerReference(quorum)] },
    spec: { containers: [{ name: "search", image: quorum.spec.image }] },
  };
}

const isReady = (pod: Stored<V1Pod>): boolean =>
  !isDeleting(pod) && pod.status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true;

/** The first pod of another image that is not on its way out already: on the server, since it is to be deleted. */
async function nextOutdated(kube: Kube, pods: readonly Stored<V1Pod>[], image: string): Promise<Stored<V1Pod> | undefined> {
  for (const { metadata } of pods) {
    const pod = await kube.get<V1Pod>("v1", "Pod", metadata, { fresh: true });
    if (pod !== undefined && !isDeleting(pod) && pod.spec?.containers[0]?.image !== image) return pod;
  }
  return undefined;
}

async function replaceOne(kube: Kube, pods: readonly Stored<V1Pod>[], image: string): Promise<void> {
  if (pods.filter(isReady).length < members.length) return;
  const outdated = await nextOutdated(kube, pods, image);
  if (outdated === undefined) return;
  const { namespace, name, uid } = outdated.metadata;
  await kube.delete("v1", "Pod", { namespace, name }, { preconditions: { uid } });
}

export default defineController({
  name: "quorum",
  resource: { apiVersion: "search.example.com/v1", kind: "Quorum" },
  owns: [{ apiVersion: "v1", kind: "Pod" }],
  sample: "./sample.yaml",
  edits: [(quorum: Quorum) => void (quorum.spec.image = "search:3")],

  async reconcile(request, kube) {
    const quorum = await kube.get<Quorum>("search.example.com/v1", "Quorum", request, { fresh: true });
    if (quorum === undefined || quorum.metadata.deletionTimestamp !== undefined) return;
    const pods: Stored<V1Pod>[] = [];
    for (const member of members) {
      const pod = await kube.get<V1Pod>("v1", "Pod", { namespace: request.namespace, name: `${request.name}-${member}` });
      if (pod === undefined) await kube.create(podFor(quorum, member));
      else if (isOwnedBy(pod, quorum)) pods.push(pod);
    }
    await replaceOne(kube, pods, quorum.spec.image);
  },
});
