import { text as clientNode } from "./assets/client-node.ts";
import { text as controller } from "./assets/controller.ts";

const client = "@kubernetes/client-node";

/** Files inside of the client's package that programs import from. */
const deepImports = [
  "dist",
  "dist/index",
  "dist/index.js",
  "dist/api",
  "dist/api.js",
  "dist/informer",
  "dist/informer.js",
  "dist/gen/apis",
  "dist/gen/apis.js",
  "dist/gen/apis/exception",
  "dist/gen/apis/exception.js",
  "dist/gen/index.js",
  "dist/gen/models/all.js",
];

/** Modules that take the place of imports: texts for the machine, over the intrinsics of process/intrinsics.ts. Made of `in-machine`. */
export const modules: Readonly<Record<string, string>> = {
  "faultline/controller": controller,
  [client]: clientNode,
  ...Object.fromEntries(deepImports.map((path) => [`${client}/${path}`, `export * from "${client}";\n`])),
};
