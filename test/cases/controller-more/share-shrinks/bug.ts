import { addFinalizer, defineController, externalSystem, isDeleting, removeFinalizer, type ObjectMeta } from "faultline/controller";

const finalizer = "nas.example.com/share";

interface Share {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { gigabytes: number };
}

interface Filer {
  size: number;
}

const initial: Filer = { size: 0 };

export default defineController({
  name: "share",
  resource: { apiVersion: "nas.example.com/v1", kind: "Share" },
  sample: "./sample.yaml",
  edits: [(share: Share) => void (share.spec.gigabytes = 2)],

  external: {
    filer: externalSystem({
      initial,
      operations: {
        size: (state): number => state.size,
        resize: (state, gigabytes: number) => void (state.size = gigabytes),
        remove: (state) => void (state.size = 0),
      },
    }),
  },
  invariants: {
    neverShrinks(before, after) {
      const { size } = after.external<Filer>("filer");
      return size === 0 || size >= before.external<Filer>("filer").size;
    },
  },

  async reconcile(request, kube, { filer }) {
    const share = await kube.get<Share>("nas.example.com/v1", "Share", request);
    if (share === undefined) return;
    if (isDeleting(share)) {
      const live = await kube.get<Share>("nas.example.com/v1", "Share", request, { fresh: true });
      if (live?.metadata.uid !== share.metadata.uid || !live.metadata.finalizers?.includes(finalizer)) return;
      await filer.remove();
      await removeFinalizer(kube, live, finalizer);
      return;
    }
    await addFinalizer(kube, share, finalizer);
    if ((await filer.size()) !== share.spec.gigabytes) await filer.resize(share.spec.gigabytes);
  },
});
