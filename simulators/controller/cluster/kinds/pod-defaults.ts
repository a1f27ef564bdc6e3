import { childOf, type DraftObject, draftAt, draftsAt, setDefault, setMissing } from "./draft.ts";
import { textAt } from "./read.ts";

/** What a pod's spec has when nothing is said (`SetDefaults_PodSpec` and what it contains), in a pod and in every template. */
export function defaultPodSpec(spec: DraftObject): void {
  setDefault(spec, "dnsPolicy", "ClusterFirst");
  setDefault(spec, "restartPolicy", "Always");
  setDefault(spec, "schedulerName", "default-scheduler");
  setMissing(spec, "securityContext", {});
  setMissing(spec, "terminationGracePeriodSeconds", 30);
  defaultServiceAccount(spec);
  const containers = ["initContainers", "containers", "ephemeralContainers"].flatMap((name) => draftsAt(spec, name));
  containers.forEach(defaultContainer);
  if (spec["hostNetwork"] === true)
    for (const port of containers.flatMap((container) => draftsAt(container, "ports")))
      setDefault(port, "hostPort", port["containerPort"] ?? 0);
  draftsAt(spec, "volumes").forEach(defaultVolume);
}

/** What only a pod of its own has (`SetDefaults_Pod`). */
export function defaultPod(pod: DraftObject): void {
  const spec = childOf(pod, "spec");
  defaultPodSpec(spec);
  setMissing(spec, "enableServiceLinks", true);
  for (const container of [...draftsAt(spec, "containers"), ...draftsAt(spec, "initContainers")]) {
    const limits = draftAt(container, "resources", "limits");
    if (!limits || Object.keys(limits).length === 0) continue;
    const requests = childOf(childOf(container, "resources"), "requests");
    for (const [name, amount] of Object.entries(limits)) setMissing(requests, name, amount);
  }
}

/** The older name of the field is kept in step with the newer one. */
function defaultServiceAccount(spec: DraftObject): void {
  const name = textAt(spec, "serviceAccountName") || textAt(spec, "serviceAccount");
  if (name === "") return;
  spec["serviceAccountName"] = name;
  spec["serviceAccount"] = name;
}

function defaultContainer(container: DraftObject): void {
  setDefault(container, "imagePullPolicy", isLatest(textAt(container, "image")) ? "Always" : "IfNotPresent");
  setDefault(container, "terminationMessagePath", "/dev/termination-log");
  setDefault(container, "terminationMessagePolicy", "File");
  for (const port of draftsAt(container, "ports")) setDefault(port, "protocol", "TCP");
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) defaultProbe(draftAt(container, name));
  for (const name of ["postStart", "preStop"]) defaultHttpGet(draftAt(container, "lifecycle", name));
  for (const variable of draftsAt(container, "env")) {
    const fieldRef = draftAt(variable, "valueFrom", "fieldRef");
    if (fieldRef) setDefault(fieldRef, "apiVersion", "v1");
  }
}

/** Has an image the tag `latest`, said or meant? One with a digest has none. */
function isLatest(image: string): boolean {
  if (image === "" || image.includes("@")) return false;
  const name = image.slice(image.lastIndexOf("/") + 1);
  const colon = name.indexOf(":");
  return colon < 0 || name.slice(colon + 1) === "latest";
}

function defaultProbe(probe: DraftObject | undefined): void {
  if (!probe) return;
  setDefault(probe, "timeoutSeconds", 1);
  setDefault(probe, "periodSeconds", 10);
  setDefault(probe, "successThreshold", 1);
  setDefault(probe, "failureThreshold", 3);
  defaultHttpGet(probe);
}

function defaultHttpGet(handler: DraftObject | undefined): void {
  const get = draftAt(handler, "httpGet");
  if (!get) return;
  setDefault(get, "path", "/");
  setDefault(get, "scheme", "HTTP");
}

/** Permission bits 0644. */
const readable = 420;

function defaultVolume(volume: DraftObject): void {
  const hasSource = Object.keys(volume).some((name) => name !== "name");
  if (!hasSource) volume["emptyDir"] = {};
  for (const name of ["secret", "configMap", "downwardAPI", "projected"]) {
    const source = draftAt(volume, name);
    if (source) setMissing(source, "defaultMode", readable);
  }
  for (const source of draftsAt(draftAt(volume, "projected"), "sources")) {
    const token = draftAt(source, "serviceAccountToken");
    if (token) setMissing(token, "expirationSeconds", 3600);
    defaultFieldRefs(draftAt(source, "downwardAPI"));
  }
  defaultFieldRefs(draftAt(volume, "downwardAPI"));
  defaultOldSources(volume);
}

function defaultFieldRefs(source: DraftObject | undefined): void {
  for (const item of draftsAt(source, "items")) {
    const fieldRef = draftAt(item, "fieldRef");
    if (fieldRef) setDefault(fieldRef, "apiVersion", "v1");
  }
}

function defaultOldSources(volume: DraftObject): void {
  const hostPath = draftAt(volume, "hostPath");
  if (hostPath) setMissing(hostPath, "type", "");
  const iscsi = draftAt(volume, "iscsi");
  if (iscsi) setDefault(iscsi, "iscsiInterface", "default");
  const rbd = draftAt(volume, "rbd");
  if (rbd) {
    setDefault(rbd, "pool", "rbd");
    setDefault(rbd, "user", "admin");
    setDefault(rbd, "keyring", "/etc/ceph/keyring");
  }
  const disk = draftAt(volume, "azureDisk");
  if (disk) {
    setMissing(disk, "cachingMode", "ReadWrite");
    setMissing(disk, "kind", "Shared");
    setMissing(disk, "fsType", "ext4");
    setMissing(disk, "readOnly", false);
  }
}
