import type { JsonObject } from "../../../protocol/json.ts";
import { isDerivedObject } from "../properties/normal.ts";
import { isBuiltinMade } from "../properties/status.ts";
import type { Session } from "../properties/session.ts";
import { Walk } from "./walk.ts";
import { settle } from "./settle.ts";
import { word } from "./layout.ts";
import { maker } from "./makers.ts";
import type { Setup } from "./setup.ts";

/** The same world with a second resource, and for each object that a reconcile makes a bystander of other name, with the same labels, in the same namespace. */
export function crowded(setup: Setup, session: Session): Setup {
  const { world, transitions } = session;
  const walk = new Walk(transitions, transitions.initial(0));
  settle(walk, session.untiring);
  const cluster = world.contents.clusterOf(walk.words[word.cluster] as number);
  const made = cluster.resources.flatMap((resource) =>
    cluster
      .list(resource)
      .filter(
        (object) =>
          world.uids.makerOf(object.metadata.uid) >= maker.firstKey &&
          !isDerivedObject(resource, object) &&
          !isBuiltinMade(resource, object),
      ),
  );
  const bystanders = made.map(({ metadata, ...rest }): JsonObject => {
    const { status: _, ...content } = rest as JsonObject;
    const { labels, annotations, namespace, name } = metadata;
    return {
      ...withoutAllotted(content),
      metadata: {
        name: `${name}-bystander`,
        ...(namespace ? { namespace } : {}),
        ...(labels ? { labels } : {}),
        ...(annotations ? { annotations } : {}),
      },
    };
  });
  const { metadata } = setup.sample as { readonly metadata: JsonObject & { readonly name: string } };
  const second = { ...setup.sample, metadata: { ...metadata, name: `${metadata.name}-second` } };
  return { ...setup, edits: setup.edits, world: [...setup.world, second, ...bystanders] };
}

/** Addresses and volumes belong to one object; claims of a bystander's would carry its labels, and names of another. */
function withoutAllotted(object: JsonObject): JsonObject {
  const spec = object["spec"];
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) return object;
  const { clusterIP: _c, clusterIPs: _s, volumeName: _v, nodeName: _n, volumeClaimTemplates: _t, ...rest } = spec as JsonObject;
  return { ...object, spec: object["kind"] === "Job" ? withoutSelector(rest) : rest };
}

/** The server chooses the selector of a Job by its uid, and labels its pods for it. */
function withoutSelector(whole: JsonObject): JsonObject {
  const spec = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== "selector"));
  const { metadata, ...template } = (spec["template"] ?? {}) as { readonly metadata?: JsonObject };
  const labels = Object.entries((metadata?.["labels"] ?? {}) as JsonObject).filter(
    ([name]) => !/(^|\/)(controller-uid|job-name)$/.test(name),
  );
  return { ...spec, template: { ...template, metadata: { ...metadata, labels: Object.fromEntries(labels) } } };
}
