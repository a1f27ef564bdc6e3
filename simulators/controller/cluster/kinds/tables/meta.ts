import {
  always,
  atomic,
  boolean,
  type FieldEntry,
  int64,
  list,
  map,
  mapList,
  pointer,
  type StructType,
  setList,
  string,
  struct,
  time,
  untyped,
} from "../schema.ts";

const ownerReference = struct({
  apiVersion: always(string),
  kind: always(string),
  name: always(string),
  uid: always(string),
  controller: pointer(boolean),
  blockOwnerDeletion: pointer(boolean),
});

const managedFieldsEntry = struct({
  manager: string,
  operation: string,
  apiVersion: string,
  time: pointer(time),
  fieldsType: string,
  fieldsV1: pointer(untyped),
});

/** `metadata` of every object. Nobody reads `creationTimestamp: null`, which Go writes into templates: it is left out. */
export const objectMeta = struct({
  name: string,
  generateName: string,
  namespace: string,
  selfLink: string,
  uid: string,
  resourceVersion: string,
  generation: int64,
  creationTimestamp: pointer(time),
  deletionTimestamp: pointer(time),
  deletionGracePeriodSeconds: pointer(int64),
  labels: map(string),
  annotations: map(string),
  ownerReferences: mapList(ownerReference, "uid"),
  finalizers: setList(string),
  clusterName: string,
  managedFields: list(managedFieldsEntry),
});

/** An object with `metadata` and further fields. */
export const object = (fields: Readonly<Record<string, FieldEntry>>): StructType =>
  struct({ kind: string, apiVersion: string, metadata: objectMeta, ...fields });

export const labelSelector = atomic(
  struct({
    matchLabels: map(string),
    matchExpressions: list(struct({ key: always(string), operator: always(string), values: list(string) })),
  }),
);

export const objectReference = struct({
  kind: string,
  namespace: string,
  name: string,
  uid: string,
  apiVersion: string,
  resourceVersion: string,
  fieldPath: string,
});

export const localObjectReference = struct({ name: string });

export const typedLocalObjectReference = struct({ apiGroup: pointer(string), kind: always(string), name: always(string) });

/** Conditions of most kinds, as lists that are merged by type. */
export const conditions = (...times: readonly string[]) =>
  mapList(
    struct({
      type: always(string),
      status: always(string),
      ...Object.fromEntries(times.map((name) => [name, time])),
      reason: string,
      message: string,
    }),
    "type",
  );
