import { addFinalizer, defineController, externalSystem, isDeleting, removeFinalizer, type ObjectMeta } from "faultline/controller";

interface Bucket {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { region: string };
}

const finalizer = "storage.example.com/bucket";
const initial: { buckets: Record<string, string> } = { buckets: {} };

export default defineController({
  name: "bucket",
  resource: { apiVersion: "storage.example.com/v1", kind: "Bucket" },
  sample: "./sample.yaml",

  external: {
    cloud: externalSystem({
      initial,
      operations: {
        ensure: (state, name: string, region: string) => void (state.buckets[name] ??= region),
        remove: (state, name: string) => void delete state.buckets[name],
      },
    }),
  },

  async reconcile(request, kube, { cloud }) {
    const bucket = await kube.get<Bucket>("storage.example.com/v1", "Bucket", request, { fresh: true });
    if (bucket === undefined) return;
    const name = `${bucket.metadata.namespace}-${bucket.metadata.name}`;
    if (isDeleting(bucket)) {
      if (!bucket.metadata.finalizers?.includes(finalizer)) return;
      await cloud.remove(name);
      await removeFinalizer(kube, bucket, finalizer);
      return;
    }
    await cloud.ensure(name, bucket.spec.region);
    await addFinalizer(kube, bucket, finalizer);
  },
});
