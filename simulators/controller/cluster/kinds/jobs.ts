import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, immutable, invalidValue, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { type NameRule, subdomainName } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { notNegative, oneOf } from "./checks.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, copyOf, type DraftObject, draftOf, setDefault, setMissing } from "./draft.ts";
import { takeOwnership } from "./ownership.ts";
import { validatePodTemplate } from "./pod-validation.ts";
import { entriesAt, numberAt, objectAt, textAt } from "./read.ts";
import { selectorMatches, validateLabelSelector } from "./selectors.ts";
import { cronJob, job } from "./tables/workloads.ts";
import { defaultTemplate, templateLabelCauses } from "./workloads.ts";

export const jobs: Strategy = defineStrategy({
  type: job,
  defaults(draft) {
    const spec = childOf(draft, "spec");
    defaultJobSpec(spec);
    if (isSelected(spec)) labelLikePods(draft);
  },
  prepareForCreate: (draft) => dropDisabled(draft, undefined),
  prepareForUpdate(draft, before) {
    dropDisabled(draft, before);
    ownLabels(draft, before);
  },
  // The real server completes the selector while it validates: only then are name and uid known.
  metadataCauses: (object) => kindMetadata(isLabelled(object) ? completed(object) : object, true, subdomainName),
  validate: (object) => ownCauses(completed(object)),
  allocate: (next, before) => (before ? next : completed(next)),
  validateUpdate: (next, before) => [
    ...kindMetadata(next, true, subdomainName),
    ...ownCauses(next),
    ...metadataChange(next, before),
    ...jobSpecCauses(next),
    ...["completions", "selector", "template"].flatMap((name) => sameField(next, before, name)),
  ],
  status: {
    decoded: labelLikePods,
    prepareForUpdate(draft, before) {
      labelLikePods(draft);
      ownLabels(draft, before);
    },
    validateUpdate: (next, before) => [
      ...metadataChange(next, before),
      ...notNegative(objectAt(next, "status"), "status", "active", "succeeded", "failed"),
    ],
  },
  deletion: { defaultPolicy: "orphan" },
  fieldLabels: { "status.successful": (object) => `${numberAt(objectAt(object, "status"), "succeeded") ?? 0}` },
});

/** A CronJob's name stands before eleven characters in those of its jobs. */
const shortName: NameRule = (name, isPrefix) => [
  ...subdomainName(name, isPrefix),
  ...(name.length > 52 ? ["must be no more than 52 characters"] : []),
];

export const cronJobs: Strategy = defineStrategy({
  type: cronJob,
  nameRule: shortName,
  defaults(draft) {
    const spec = childOf(draft, "spec");
    setDefault(spec, "concurrencyPolicy", "Allow");
    setMissing(spec, "suspend", false);
    setMissing(spec, "successfulJobsHistoryLimit", 3);
    setMissing(spec, "failedJobsHistoryLimit", 1);
    defaultTemplate(childOf(childOf(spec, "jobTemplate"), "spec"));
  },
  validate: cronJobCauses,
  validateUpdate: (next, before) => [...metadataChange(next, before), ...cronJobCauses(next)],
  status: { validateUpdate: () => [] },
});

function defaultJobSpec(spec: DraftObject): void {
  defaultTemplate(spec);
  if (spec["completions"] === undefined && spec["parallelism"] === undefined) spec["completions"] = 1;
  setMissing(spec, "parallelism", 1);
  setMissing(spec, "backoffLimit", 6);
}

/** Automatic clean-up is an alpha feature, which is off. */
function dropDisabled(draft: DraftObject, before: JsonObject | undefined): void {
  if (objectAt(before, "spec")?.["ttlSecondsAfterFinished"] === undefined) delete childOf(draft, "spec")["ttlSecondsAfterFinished"];
}

/** Is it settled by which labels the job finds its pods? */
const isSelected = (spec: JsonObject): boolean => spec["manualSelector"] === true || objectAt(spec, "selector") !== undefined;

const isLabelled = (object: JsonObject): boolean => entriesAt(objectAt(object, "spec", "template", "metadata"), "labels").length > 0;

/** A job without labels has those of its pods. */
function labelLikePods(draft: DraftObject): void {
  const metadata = childOf(draft, "metadata");
  const labels = objectAt(draft, "spec", "template", "metadata", "labels");
  if (entriesAt(metadata, "labels").length === 0 && labels) metadata["labels"] = copyOf(labels);
}

/** With the labels by which a job finds its pods, unless the user wants to say them (`generateSelector`). */
function completed(object: JsonObject): JsonObject {
  const draft = draftOf(object);
  const spec = childOf(draft, "spec");
  if (spec["manualSelector"] !== true) {
    const metadata = objectAt(object, "metadata");
    const labels = childOf(childOf(childOf(spec, "template"), "metadata"), "labels");
    labels["job-name"] ??= textAt(metadata, "name");
    labels["controller-uid"] ??= textAt(metadata, "uid");
    childOf(childOf(spec, "selector"), "matchLabels")["controller-uid"] ??= textAt(metadata, "uid");
  }
  labelLikePods(draft);
  if (isLabelled(object)) ownLabels(draft, object);
  return draft;
}

/** Labels that a job got only when it was read from the store belong to whoever writes it first. */
function ownLabels(draft: DraftObject, before: JsonObject): void {
  const metadata = childOf(draft, "metadata");
  if (objectAt(before, "metadata")?.["deletionTimestamp"] !== undefined) return;
  if (objectAt(metadata, "labels")?.["job-name"] !== undefined) takeOwnership(metadata, "f:labels", "f:job-name");
}

/** `ValidateJob` without metadata. */
const ownCauses = (object: JsonObject): readonly Cause[] => [...generatedCauses(object), ...jobSpecCauses(object)];

/** `ValidateGeneratedSelector`. */
function generatedCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec");
  const selector = objectAt(spec, "selector");
  if (spec?.["manualSelector"] === true || !selector) return [];
  const metadata = objectAt(object, "metadata");
  const expected = { "controller-uid": textAt(metadata, "uid"), "job-name": textAt(metadata, "name") };
  const labels = Object.fromEntries(entriesAt(objectAt(spec, "template", "metadata"), "labels"));
  return [
    ...Object.entries(expected).flatMap(([key, value]) => {
      const field = `spec.template.metadata.labels[${key}]`;
      if (labels[key] === undefined) return [required(field, `must be '${value}'`)];
      return labels[key] === value ? [] : [invalidValue(field, labels, `must be '${value}'`)];
    }),
    ...(selectorMatches(selector, expected) ? [] : [invalidValue("spec.selector", selector, "`selector` not auto-generated")]),
  ];
}

/** `ValidateJobSpec`. */
function jobSpecCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const selector = objectAt(spec, "selector");
  return [
    ...numberAndTemplateCauses(spec, "spec"),
    ...(selector ? validateLabelSelector(selector, "spec.selector") : [required("spec.selector")]),
    ...templateLabelCauses(spec),
  ];
}

function numberAndTemplateCauses(spec: JsonObject, field: string): readonly Cause[] {
  const template = objectAt(spec, "template");
  const counts = ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"];
  return [
    ...notNegative(spec, field, ...counts),
    ...validatePodTemplate(template, `${field}.template`),
    ...(textAt(objectAt(template, "spec"), "restartPolicy") === "Always"
      ? [required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')]
      : []),
  ];
}

function sameField(next: JsonObject, before: JsonObject, name: string): readonly Cause[] {
  const value = objectAt(next, "spec")?.[name];
  return immutable(`spec.${name}`, value, isSameJson(value, objectAt(before, "spec")?.[name]));
}

/** Fields of a schedule: five of them, or one of the names. Their ranges are left to whoever runs them. */
const schedule =
  /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every \S+|(?:(?:CRON_)?TZ=\S+ )?[\d*/,?LW#A-Za-z-]+( +[\d*/,?LW#A-Za-z-]+){4})$/;

function cronJobCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const text = textAt(spec, "schedule");
  return [
    ...(text === ""
      ? [required("spec.schedule")]
      : schedule.test(text.trim())
        ? []
        : [invalidValue("spec.schedule", text, "expected exactly 5 fields")]),
    ...notNegative(spec, "spec", "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"),
    ...oneOf(spec, "spec", "concurrencyPolicy", ["Allow", "Forbid", "Replace"], "required"),
    ...numberAndTemplateCauses(objectAt(spec, "jobTemplate", "spec") ?? {}, "spec.jobTemplate.spec"),
  ];
}
