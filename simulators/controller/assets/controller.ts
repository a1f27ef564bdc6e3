// Made by tools/controller-modules.mjs.
export const text: string =
  "import { KubeError, addFinalizer, defineController, externalSystem, isAlreadyExists, isConflict, isDeleting, isNotFound, isOwnedBy, ownerReference, removeFinalizer, runController } from \"host:faultline/controller\";\nexport {\n  KubeError,\n  addFinalizer,\n  defineController,\n  externalSystem,\n  isAlreadyExists,\n  isConflict,\n  isDeleting,\n  isNotFound,\n  isOwnedBy,\n  ownerReference,\n  removeFinalizer,\n  runController\n};\n";
