import { always, boolean, int32, int64, intOrString, list, mapList, pointer, quantity, string, struct, time } from "../schema.ts";
import { resourceRequirements } from "./volumes.ts";

const keySelector = struct({ name: string, key: always(string), optional: pointer(boolean) });

const env = mapList(
  struct({
    name: always(string),
    value: string,
    valueFrom: pointer(
      struct({
        fieldRef: pointer(struct({ apiVersion: string, fieldPath: always(string) })),
        resourceFieldRef: pointer(struct({ containerName: string, resource: always(string), divisor: quantity })),
        configMapKeyRef: pointer(keySelector),
        secretKeyRef: pointer(keySelector),
      }),
    ),
  }),
  "name",
);

const sourceRef = struct({ name: string, optional: pointer(boolean) });

const handler = {
  exec: pointer(struct({ command: list(string) })),
  httpGet: pointer(
    struct({
      path: string,
      port: always(intOrString),
      host: string,
      scheme: string,
      httpHeaders: list(struct({ name: always(string), value: always(string) })),
    }),
  ),
  tcpSocket: pointer(struct({ port: always(intOrString), host: string })),
};

const probe = struct({
  ...handler,
  initialDelaySeconds: int32,
  timeoutSeconds: int32,
  periodSeconds: int32,
  successThreshold: int32,
  failureThreshold: int32,
});

const lifecycle = struct({ postStart: pointer(struct(handler)), preStop: pointer(struct(handler)) });

export const seLinuxOptions = struct({ user: string, role: string, type: string, level: string });
export const windowsOptions = struct({
  gmsaCredentialSpecName: pointer(string),
  gmsaCredentialSpec: pointer(string),
  runAsUserName: pointer(string),
});
export const seccompProfile = struct({ type: always(string), localhostProfile: pointer(string) });

const securityContext = struct({
  capabilities: pointer(struct({ add: list(string), drop: list(string) })),
  privileged: pointer(boolean),
  seLinuxOptions: pointer(seLinuxOptions),
  windowsOptions: pointer(windowsOptions),
  runAsUser: pointer(int64),
  runAsGroup: pointer(int64),
  runAsNonRoot: pointer(boolean),
  readOnlyRootFilesystem: pointer(boolean),
  allowPrivilegeEscalation: pointer(boolean),
  procMount: pointer(string),
  seccompProfile: pointer(seccompProfile),
});

const containerPort = struct({ name: string, hostPort: int32, containerPort: always(int32), protocol: string, hostIP: string });

const volumeMount = struct({
  name: always(string),
  readOnly: boolean,
  mountPath: always(string),
  subPath: string,
  mountPropagation: pointer(string),
  subPathExpr: string,
});

const containerFields = {
  name: always(string),
  image: string,
  command: list(string),
  args: list(string),
  workingDir: string,
  ports: mapList(containerPort, "containerPort", ["containerPort", "protocol"]),
  envFrom: list(struct({ prefix: string, configMapRef: pointer(sourceRef), secretRef: pointer(sourceRef) })),
  env,
  resources: resourceRequirements,
  volumeMounts: mapList(volumeMount, "mountPath"),
  volumeDevices: mapList(struct({ name: always(string), devicePath: always(string) }), "devicePath"),
  livenessProbe: pointer(probe),
  readinessProbe: pointer(probe),
  startupProbe: pointer(probe),
  lifecycle: pointer(lifecycle),
  terminationMessagePath: string,
  terminationMessagePolicy: string,
  imagePullPolicy: string,
  securityContext: pointer(securityContext),
  stdin: boolean,
  stdinOnce: boolean,
  tty: boolean,
};

export const containers = mapList(struct(containerFields), "name");

export const ephemeralContainers = mapList(struct({ ...containerFields, targetContainerName: string }), "name");

const containerState = struct({
  waiting: pointer(struct({ reason: string, message: string })),
  running: pointer(struct({ startedAt: time })),
  terminated: pointer(
    struct({
      exitCode: always(int32),
      signal: int32,
      reason: string,
      message: string,
      startedAt: time,
      finishedAt: time,
      containerID: string,
    }),
  ),
});

export const containerStatuses = list(
  struct({
    name: always(string),
    state: containerState,
    lastState: containerState,
    ready: always(boolean),
    restartCount: always(int32),
    image: always(string),
    imageID: always(string),
    containerID: string,
    started: pointer(boolean),
  }),
);
