/** The part of `@kubernetes/client-node` (1.x) that these examples call: they open without an install. Your own code imports the package itself. */
interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  labels?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
}

interface Named {
  name: string;
  namespace: string;
}

interface Body<T> {
  namespace: string;
  body: T;
}

export interface V1ConfigMap {
  metadata?: ObjectMeta;
  data?: Record<string, string>;
}

export interface V1Secret {
  metadata?: ObjectMeta;
  data?: Record<string, string>;
  stringData?: Record<string, string>;
}

export interface V1Service {
  metadata?: ObjectMeta;
  spec?: { clusterIP?: string; ports?: { port: number; protocol?: string }[]; selector?: Record<string, string> };
}

export interface V1PersistentVolumeClaim {
  metadata?: ObjectMeta;
  spec?: { accessModes?: string[]; resources?: { requests?: Record<string, string> } };
}

export interface V1StatefulSet {
  metadata?: ObjectMeta;
  spec?: {
    replicas?: number;
    serviceName?: string;
    selector: { matchLabels?: Record<string, string> };
    template: { metadata?: ObjectMeta; spec?: { containers: { name: string; image?: string; args?: string[] }[] } };
  };
  status?: { replicas: number; readyReplicas?: number };
}

export declare class KubeConfig {
  loadFromDefault(): void;
  makeApiClient<T>(api: new () => T): T;
}

export declare class ApiException<T> extends Error {
  code: number;
  body: T;
  headers: Record<string, string>;
}

export declare class CoreV1Api {
  readNamespacedConfigMap(of: Named): Promise<V1ConfigMap>;
  createNamespacedConfigMap(of: Body<V1ConfigMap>): Promise<V1ConfigMap>;
  replaceNamespacedConfigMap(of: Named & Body<V1ConfigMap>): Promise<V1ConfigMap>;
  deleteNamespacedConfigMap(of: Named): Promise<unknown>;
  listNamespacedConfigMap(of: { namespace: string; labelSelector?: string }): Promise<{ items: V1ConfigMap[] }>;
  readNamespacedSecret(of: Named): Promise<V1Secret>;
  createNamespacedSecret(of: Body<V1Secret>): Promise<V1Secret>;
  readNamespacedService(of: Named): Promise<V1Service>;
  createNamespacedService(of: Body<V1Service>): Promise<V1Service>;
  deleteNamespacedService(of: Named): Promise<unknown>;
  readNamespacedPersistentVolumeClaim(of: Named): Promise<V1PersistentVolumeClaim>;
  createNamespacedPersistentVolumeClaim(of: Body<V1PersistentVolumeClaim>): Promise<V1PersistentVolumeClaim>;
  deleteNamespacedPersistentVolumeClaim(of: Named): Promise<unknown>;
}

export declare class AppsV1Api {
  readNamespacedStatefulSet(of: Named): Promise<V1StatefulSet>;
  createNamespacedStatefulSet(of: Body<V1StatefulSet>): Promise<V1StatefulSet>;
}

interface CustomTarget extends Named {
  group: string;
  version: string;
  plural: string;
}

export declare class CustomObjectsApi {
  getNamespacedCustomObject(of: CustomTarget): Promise<any>;
  patchNamespacedCustomObjectStatus(of: CustomTarget & { body: object }, options?: object): Promise<unknown>;
}

export declare enum PatchStrategy {
  MergePatch = "application/merge-patch+json",
}

export declare function setHeaderOptions(name: string, value: string): object;
