import schemaText from "../multicast.schema.json";
import { type Schema, schemaFrom, type SchemaRules, schemasAt as schemasIn } from "../../core/config/schema.ts";
import { formatCount } from "../../core/config/words.ts";
import type { ConfigNode, Pointer } from "../../core/config/node.ts";
import { hostLimit } from "./bounds.ts";

export { bestBranch, type Schema } from "../../core/config/schema.ts";

/** The schema of a multicast configuration: `multicast.schema.json`. */
export const multicastSchema: Schema = schemaFrom(schemaText);

export const schemasAt = (pointer: Pointer, root: ConfigNode | undefined): readonly Schema[] => schemasIn(multicastSchema, pointer, root);

/** What the patterns of the schema mean, to end the sentence "X is …". */
export const forms: ReadonlyMap<string, string> = new Map([
  ["^(leaf:(p\\d+\\.l\\d+|\\d+)|pod:p?\\d+)$", "no switch: write `leaf:p0.l12`, `leaf:12` or `pod:3`"],
  ["^[A-Za-z][A-Za-z0-9_-]*$", "no name: a letter, then letters, digits, `_` and `-`"],
  ["^(22[4-9]|23\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$", "no multicast address: they go from 224.0.0.0 to 239.255.255.255"],
  ["^([0-9a-f]{2})+$", "not hexadecimal: pairs of `0` to `9` and `a` to `f`"],
  ["^(p\\d+\\.l\\d+|\\d+)$", "no leaf: write `p0.l1`, or its number"],
  [
    "^(leaf:p\\d+\\.l\\d+|spine:p\\d+\\.s\\d+|core:s\\d+\\.c\\d+|host:p\\d+\\.l\\d+\\.h\\d+|link:p\\d+\\.l\\d+-p\\d+\\.s\\d+|link:p\\d+\\.s\\d+-s\\d+\\.c\\d+)$",
    "no element: write `leaf:p1.l2`, `spine:p0.s0`, `core:s1.c0`, `link:p1.l2-p1.s1`, `link:p0.s1-s1.c0` or `host:p0.l1.h2`",
  ],
]);

export const multicastRules: SchemaRules = { schema: multicastSchema, code: "FL3000", forms, boundNote: hostNote };

/** The counts whose product is limited say so. */
function hostNote(pointer: Pointer): string {
  const isCount = pointer[0] === "topology" && ["pods", "leavesPerPod", "hostsPerLeaf"].includes(String(pointer[1]));
  return isCount ? ` (a fabric has at most ${formatCount(hostLimit)} hosts)` : "";
}
