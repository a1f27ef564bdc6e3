import type { TagLanguage } from "../../core/source/tags.ts";

/** The tags of controllers and what is said of them: one table for reading, completion and hover. */
export interface TagInfo {
  readonly name: string;
  readonly title: string;
  /** Markdown. */
  readonly about: string;
  /** What a completion inserts behind the name. */
  readonly snippet: string;
}

export const tagInfos: readonly TagInfo[] = [
  {
    name: "reconcile",
    title: "Reconcile function",
    about:
      "Faultline runs this function against a simulated API server, with crashes, lost answers, conflicts and stale caches.\n\n`@reconcile apiVersion Kind`, such as `@reconcile cache.example.com/v1 Memcached`, before a function that gets the custom resource.",
    snippet: "${1:example.com/v1} ${2:Kind}",
  },
  {
    name: "sample",
    title: "The custom resource to begin with",
    about:
      "A YAML or JSON file beside this one. The first object of the reconciled kind is the resource, all others are the world at the start.",
    snippet: "./${1:sample}.yaml",
  },
  {
    name: "crd",
    title: "Definition of the custom resource",
    about: "A YAML or JSON file with the CustomResourceDefinition: its defaults, its validation and its subresources are simulated.",
    snippet: "./${1:crd}.yaml",
  },
  {
    name: "edit",
    title: "What the user changes",
    about:
      "`@edit spec.replicas=3 then spec.replicas=1`: changes of the custom resource, one after the other, at any moment. The value is JSON; a path may hold an index.",
    snippet: "spec.${1:replicas}=${2:3}",
  },
  {
    name: "owns",
    title: "Kinds that it creates for the resource",
    about: "`@owns apps/v1 StatefulSet, v1 Service`: their events start a reconcile of their controlling owner.",
    snippet: "${1:apps/v1} ${2:Deployment}",
  },
  {
    name: "retains",
    title: "Kinds that may outlive the resource",
    about: "`@retains PersistentVolumeClaim`: what the resource may leave behind when it is deleted.",
    snippet: "${1:PersistentVolumeClaim}",
  },
  {
    name: "manages",
    title: "Kinds that it may change without owning them",
    about: "`@manages Namespace`: objects that others have made and that this controller may change.",
    snippet: "${1:Namespace}",
  },
  {
    name: "replicas",
    title: "Processes at the same time",
    about: "`@replicas 2`: two processes of this controller work at the same time, without leader election. Default 1.",
    snippet: "${1:2}",
  },
  {
    name: "requeue",
    title: "Is a rejection tried again?",
    about: "`@requeue no`: a rejected promise is logged and forgotten. Default `yes`: it is tried again, with back-off.",
    snippet: "${1|no,yes|}",
  },
  {
    name: "env",
    title: "Environment variable",
    about: "`@env NAME=value`: what `process.env.NAME` is in the simulation. Everything else is not set.",
    snippet: "${1:NAME}=${2:value}",
  },
];

const names: ReadonlySet<string> = new Set(tagInfos.map(({ name }) => name));

export const isOurTag = (name: string): boolean => names.has(name);
export const tagNames: readonly string[] = tagInfos.map(({ name }) => name);

/** `spec.replicas=3`, `then`, and a file's name can only be options. */
const option = /^(?:then|\.{1,2}\/\S+|[A-Za-z_][\w$.[\]"/-]*=\S*)$/;

export const tagLanguage: TagLanguage = { isOurTag, isOption: (word) => option.test(word) };
