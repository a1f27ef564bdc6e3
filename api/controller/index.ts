/** `faultline/controller` but for `runController`: what is the same in a check and in production. */
export { isAlreadyExists, isConflict, isNotFound, KubeError } from "./errors.ts";
export { addFinalizer, defineController, externalSystem, isDeleting, isOwnedBy, ownerReference, removeFinalizer } from "./helpers.ts";
export type * from "./types.ts";
