import { always, boolean, bytes, int32, intOrString, list, map, microTime, pointer, string, struct, untyped } from "../schema.ts";
import { conditions, labelSelector, object, typedLocalObjectReference } from "./meta.ts";

const ingressBackend = struct({
  service: pointer(struct({ name: always(string), port: struct({ name: string, number: int32 }) })),
  resource: pointer(typedLocalObjectReference),
});

export const ingress = object({
  spec: struct({
    ingressClassName: pointer(string),
    defaultBackend: pointer(ingressBackend),
    tls: list(struct({ hosts: list(string), secretName: string })),
    rules: list(
      struct({
        host: string,
        http: pointer(
          struct({ paths: always(list(struct({ path: string, pathType: pointer(string), backend: always(ingressBackend) }))) }),
        ),
      }),
    ),
  }),
  status: struct({ loadBalancer: struct({ ingress: list(struct({ ip: string, hostname: string })) }) }),
});

const policyPorts = list(struct({ protocol: pointer(string), port: pointer(intOrString) }));
const policyPeers = list(
  struct({
    podSelector: pointer(labelSelector),
    namespaceSelector: pointer(labelSelector),
    ipBlock: pointer(struct({ cidr: always(string), except: list(string) })),
  }),
);

export const networkPolicy = object({
  spec: struct({
    podSelector: always(labelSelector),
    ingress: list(struct({ ports: policyPorts, from: policyPeers })),
    egress: list(struct({ ports: policyPorts, to: policyPeers })),
    policyTypes: list(string),
  }),
});

const rules = always(
  list(
    struct({
      verbs: always(list(string)),
      apiGroups: list(string),
      resources: list(string),
      resourceNames: list(string),
      nonResourceURLs: list(string),
    }),
  ),
);

export const role = object({ rules });
export const clusterRole = object({ rules, aggregationRule: pointer(struct({ clusterRoleSelectors: list(labelSelector) })) });
export const roleBinding = object({
  subjects: list(struct({ kind: always(string), apiGroup: string, name: always(string), namespace: string })),
  roleRef: always(struct({ apiGroup: always(string), kind: always(string), name: always(string) })),
});

export const lease = object({
  spec: struct({
    holderIdentity: pointer(string),
    leaseDurationSeconds: pointer(int32),
    acquireTime: pointer(microTime),
    renewTime: pointer(microTime),
    leaseTransitions: pointer(int32),
  }),
});

export const storageClass = object({
  provisioner: always(string),
  parameters: map(string),
  reclaimPolicy: pointer(string),
  mountOptions: list(string),
  allowVolumeExpansion: pointer(boolean),
  volumeBindingMode: pointer(string),
  allowedTopologies: list(struct({ matchLabelExpressions: list(struct({ key: always(string), values: always(list(string)) })) })),
});

export const priorityClass = object({
  value: always(int32),
  globalDefault: boolean,
  description: string,
  preemptionPolicy: pointer(string),
});

const names = always(
  struct({
    plural: always(string),
    singular: string,
    shortNames: list(string),
    kind: always(string),
    listKind: string,
    categories: list(string),
  }),
);

export const customResourceDefinition = object({
  spec: always(
    struct({
      group: always(string),
      names,
      scope: always(string),
      versions: always(
        list(
          struct({
            name: always(string),
            served: always(boolean),
            storage: always(boolean),
            deprecated: boolean,
            deprecationWarning: pointer(string),
            schema: pointer(untyped),
            subresources: pointer(
              struct({
                status: pointer(struct({})),
                scale: pointer(
                  struct({
                    specReplicasPath: always(string),
                    statusReplicasPath: always(string),
                    labelSelectorPath: pointer(string),
                  }),
                ),
              }),
            ),
            additionalPrinterColumns: list(
              struct({
                name: always(string),
                type: always(string),
                format: string,
                description: string,
                priority: int32,
                jsonPath: always(string),
              }),
            ),
          }),
        ),
      ),
      conversion: pointer(
        struct({
          strategy: always(string),
          webhook: pointer(
            struct({
              clientConfig: pointer(
                struct({
                  url: pointer(string),
                  service: pointer(
                    struct({ namespace: always(string), name: always(string), path: pointer(string), port: pointer(int32) }),
                  ),
                  caBundle: bytes,
                }),
              ),
              conversionReviewVersions: always(list(string)),
            }),
          ),
        }),
      ),
      preserveUnknownFields: boolean,
    }),
  ),
  status: struct({
    conditions: always(conditions("lastTransitionTime")),
    acceptedNames: names,
    storedVersions: always(list(string)),
  }),
});
