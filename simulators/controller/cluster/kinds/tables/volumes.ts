import { always, boolean, int32, int64, list, map, mapList, pointer, quantity, string, struct } from "../schema.ts";
import { labelSelector, localObjectReference, objectMeta, objectReference, typedLocalObjectReference } from "./meta.ts";

export const resourceList = map(quantity);

export const resourceRequirements = struct({ limits: resourceList, requests: resourceList });

/** `spec` of a PersistentVolumeClaim. */
export const claimSpec = struct({
  accessModes: list(string),
  selector: pointer(labelSelector),
  resources: resourceRequirements,
  volumeName: string,
  storageClassName: pointer(string),
  volumeMode: pointer(string),
  dataSource: pointer(typedLocalObjectReference),
});

const items = list(struct({ key: always(string), path: always(string), mode: pointer(int32) }));
const fieldRef = struct({ apiVersion: string, fieldPath: always(string) });
const downwardItems = list(
  struct({
    path: always(string),
    fieldRef: pointer(fieldRef),
    resourceFieldRef: pointer(struct({ containerName: string, resource: always(string), divisor: quantity })),
    mode: pointer(int32),
  }),
);

const projections = list(
  struct({
    secret: pointer(struct({ name: string, items, optional: pointer(boolean) })),
    downwardAPI: pointer(struct({ items: downwardItems })),
    configMap: pointer(struct({ name: string, items, optional: pointer(boolean) })),
    serviceAccountToken: pointer(struct({ audience: string, expirationSeconds: pointer(int64), path: always(string) })),
  }),
);

const csi = {
  driver: always(string),
  readOnly: pointer(boolean),
  fsType: pointer(string),
  volumeAttributes: map(string),
  nodePublishSecretRef: pointer(localObjectReference),
};

/** Sources that volumes of pods and PersistentVolumes have in common. */
const shared = {
  hostPath: pointer(struct({ path: always(string), type: pointer(string) })),
  gcePersistentDisk: pointer(struct({ pdName: always(string), fsType: string, partition: int32, readOnly: boolean })),
  awsElasticBlockStore: pointer(struct({ volumeID: always(string), fsType: string, partition: int32, readOnly: boolean })),
  nfs: pointer(struct({ server: always(string), path: always(string), readOnly: boolean })),
  fc: pointer(struct({ targetWWNs: list(string), lun: pointer(int32), fsType: string, readOnly: boolean, wwids: list(string) })),
  azureFile: pointer(struct({ secretName: always(string), shareName: always(string), readOnly: boolean })),
  azureDisk: pointer(
    struct({
      diskName: always(string),
      diskURI: always(string),
      cachingMode: pointer(string),
      fsType: pointer(string),
      readOnly: pointer(boolean),
      kind: pointer(string),
    }),
  ),
  vsphereVolume: pointer(struct({ volumePath: always(string), fsType: string, storagePolicyName: string, storagePolicyID: string })),
};

export const volume = struct({
  name: always(string),
  ...shared,
  emptyDir: pointer(struct({ medium: string, sizeLimit: pointer(quantity) })),
  gitRepo: pointer(struct({ repository: always(string), revision: string, directory: string })),
  secret: pointer(struct({ secretName: string, items, defaultMode: pointer(int32), optional: pointer(boolean) })),
  iscsi: pointer(
    struct({
      targetPortal: always(string),
      iqn: always(string),
      lun: always(int32),
      iscsiInterface: string,
      fsType: string,
      readOnly: boolean,
      portals: list(string),
      chapAuthDiscovery: boolean,
      chapAuthSession: boolean,
      secretRef: pointer(localObjectReference),
      initiatorName: pointer(string),
    }),
  ),
  glusterfs: pointer(struct({ endpoints: always(string), path: always(string), readOnly: boolean })),
  persistentVolumeClaim: pointer(struct({ claimName: always(string), readOnly: boolean })),
  rbd: pointer(
    struct({
      monitors: always(list(string)),
      image: always(string),
      fsType: string,
      pool: string,
      user: string,
      keyring: string,
      secretRef: pointer(localObjectReference),
      readOnly: boolean,
    }),
  ),
  cephfs: pointer(
    struct({
      monitors: always(list(string)),
      path: string,
      user: string,
      secretFile: string,
      secretRef: pointer(localObjectReference),
      readOnly: boolean,
    }),
  ),
  downwardAPI: pointer(struct({ items: downwardItems, defaultMode: pointer(int32) })),
  configMap: pointer(struct({ name: string, items, defaultMode: pointer(int32), optional: pointer(boolean) })),
  projected: pointer(struct({ sources: always(projections), defaultMode: pointer(int32) })),
  csi: pointer(struct(csi)),
  ephemeral: pointer(
    struct({ volumeClaimTemplate: pointer(struct({ metadata: objectMeta, spec: always(claimSpec) })), readOnly: boolean }),
  ),
});

/** `volumes` of a pod. */
export const volumes = { ...mapList(volume, "name"), retainKeys: true } as const;

const nodeRequirements = list(struct({ key: always(string), operator: always(string), values: list(string) }));

export const nodeSelectorTerm = struct({ matchExpressions: nodeRequirements, matchFields: nodeRequirements });

export const nodeSelector = struct({ nodeSelectorTerms: always(list(nodeSelectorTerm)) });

export const volumeSpec = struct({
  capacity: resourceList,
  ...shared,
  local: pointer(struct({ path: always(string), fsType: pointer(string) })),
  csi: pointer(struct({ ...csi, volumeHandle: always(string), readOnly: boolean, fsType: string })),
  accessModes: list(string),
  claimRef: pointer(objectReference),
  persistentVolumeReclaimPolicy: string,
  storageClassName: string,
  mountOptions: list(string),
  volumeMode: pointer(string),
  nodeAffinity: pointer(struct({ required: pointer(nodeSelector) })),
});
