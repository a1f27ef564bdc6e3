import { always, bytes, int32, list, map, mapList, pointer, quantity, string, struct, untyped } from "../schema.ts";
import { object } from "./meta.ts";

const scopeSelector = struct({
  matchExpressions: list(struct({ scopeName: always(string), operator: always(string), values: list(string) })),
});

export const resourceQuota = object({
  spec: struct({ hard: map(quantity), scopes: list(string), scopeSelector: pointer(scopeSelector) }),
  status: struct({ hard: map(quantity), used: map(quantity) }),
});

const amounts = map(quantity);

export const limitRange = object({
  spec: struct({
    limits: always(
      list(
        struct({
          type: always(string),
          max: amounts,
          min: amounts,
          default: amounts,
          defaultRequest: amounts,
          maxLimitRequestRatio: amounts,
        }),
      ),
    ),
  }),
});

export const ingressClass = object({
  spec: struct({
    controller: string,
    parameters: pointer(
      struct({ apiGroup: pointer(string), kind: always(string), name: always(string), scope: pointer(string), namespace: pointer(string) }),
    ),
  }),
});

/** Both kinds of admission webhooks, as far as they are the same. */
export const webhookConfiguration = object({
  webhooks: mapList(
    struct({
      name: always(string),
      clientConfig: always(
        struct({
          url: pointer(string),
          service: pointer(struct({ namespace: always(string), name: always(string), path: pointer(string), port: pointer(int32) })),
          caBundle: bytes,
        }),
      ),
      rules: list(
        struct({
          operations: list(string),
          apiGroups: list(string),
          apiVersions: list(string),
          resources: list(string),
          scope: pointer(string),
        }),
      ),
      failurePolicy: pointer(string),
      matchPolicy: pointer(string),
      namespaceSelector: pointer(untyped),
      objectSelector: pointer(untyped),
      sideEffects: pointer(string),
      timeoutSeconds: pointer(int32),
      admissionReviewVersions: always(list(string)),
      reinvocationPolicy: pointer(string),
      matchConditions: list(untyped),
    }),
    "name",
  ),
});
