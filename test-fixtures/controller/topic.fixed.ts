// The finalizer goes when there is nothing left to clean up.
import { addFinalizer, defineController, externalSystem, isDeleting, type ObjectMeta, removeFinalizer, type Stored } from "faultline/controller";

interface Topic {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { partitions: number };
}

interface Broker {
  topics: Record<string, number>;
}

const initial: Broker = { topics: {} };
const finalizer = "broker.example.com/topic";

/** The name on the broker: a uid is never used again. */
const topicName = ({ metadata }: Stored<Topic>): string => `${metadata.name}-${metadata.uid}`;

export default defineController({
  name: "topic",
  resource: { apiVersion: "broker.example.com/v1", kind: "Topic" },
  owns: [],
  sample: { apiVersion: "broker.example.com/v1", kind: "Topic", metadata: { name: "orders", namespace: "shop" }, spec: { partitions: 2 } },
  edits: [(topic: Topic) => void (topic.spec.partitions = 4)],

  external: {
    broker: externalSystem({
      initial,
      operations: {
        ensure: (state, name: string, partitions: number) => void (state.topics[name] = partitions),
        remove: (state, name: string) => void delete state.topics[name],
      },
    }),
  },

  /** What the broker must look like when everything is at rest. */
  desired: (topic: Topic, world) => Object.values(world.external<Broker>("broker").topics).join() === String(topic.spec.partitions),

  async reconcile(request, kube, { broker }) {
    const topic = await kube.get<Topic>("broker.example.com/v1", "Topic", request, { fresh: true });
    if (!topic) return;
    if (isDeleting(topic)) {
      await broker.remove(topicName(topic));
      await removeFinalizer(kube, topic, finalizer);
      return;
    }
    await addFinalizer(kube, topic, finalizer);
    await broker.ensure(topicName(topic), topic.spec.partitions);
  },
});
