import { text as clientNode } from "./assets/client-node.ts";
import { text as controller } from "./assets/controller.ts";

/** Modules that take the place of imports: texts for the machine, over the intrinsics of process/intrinsics.ts. Made of `in-machine`. */
export const modules: Readonly<Record<string, string>> = {
  "faultline/controller": controller,
  "@kubernetes/client-node": clientNode,
};
