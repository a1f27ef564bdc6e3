import { defineController, isAlreadyExists, isConflict, isOwnedBy, ownerReference, type Kube, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1ConfigMap } from "@kubernetes/client-node";

interface Slots {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { count: number };
}

const slotLabel = "slots.example.com/of";

async function createSlot(kube: Kube, slots: Stored<Slots>, name: string): Promise<void> {
  const metadata = { name, namespace: slots.metadata.namespace, labels: { [slotLabel]: slots.metadata.uid }, ownerReferences: [ownerReference(slots)] };
  try {
    await kube.create<V1ConfigMap>({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { state: "free" } });
  } catch (error) {
    // The cache is behind our own write: it is there already. What a former namesake has left goes, and its event comes.
    if (!isAlreadyExists(error)) throw error;
  }
}

/** What is to go is looked at once more, on the server. */
async function removeSpare(kube: Kube, slots: Stored<Slots>, wanted: ReadonlySet<string>): Promise<void> {
  const { namespace, name, uid } = slots.metadata;
  const live = await kube.get<Slots>("run.example.com/v1", "Slots", { namespace, name }, { fresh: true });
  if (live?.metadata.uid !== uid || live.spec.count !== slots.spec.count) return;
  const present = await kube.list<V1ConfigMap>("v1", "ConfigMap", { namespace, labelSelector: { [slotLabel]: uid }, fresh: true });
  for (const slot of present) {
    if (wanted.has(slot.metadata.name) || !isOwnedBy(slot, live)) continue;
    try {
      await kube.delete("v1", "ConfigMap", { namespace, name: slot.metadata.name }, { preconditions: { uid: slot.metadata.uid } });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

export default defineController({
  name: "slots",
  resource: { apiVersion: "run.example.com/v1", kind: "Slots" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }],
  sample: "./sample.yaml",
  edits: [(slots: Slots) => void (slots.spec.count = 1)],

  async reconcile(request, kube) {
    const slots = await kube.get<Slots>("run.example.com/v1", "Slots", request);
    if (slots === undefined || slots.metadata.deletionTimestamp !== undefined) return;
    const { namespace, uid } = slots.metadata;
    const wanted = new Set(Array.from({ length: slots.spec.count }, (_, index) => `${request.name}-${index}`));
    const cached = await kube.list<V1ConfigMap>("v1", "ConfigMap", { namespace, labelSelector: { [slotLabel]: uid } });
    const names = new Set(cached.map(({ metadata }) => metadata.name));
    for (const name of wanted) if (!names.has(name)) await createSlot(kube, slots, name);
    if (cached.some(({ metadata }) => !wanted.has(metadata.name))) await removeSpare(kube, slots, wanted);
  },
});
