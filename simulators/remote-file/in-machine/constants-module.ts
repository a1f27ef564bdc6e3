/** `node:constants` inside the machine, which older libraries ask: those of `fs`, and the numbers of errors. */
import { constants as ofFiles } from "./constants.ts";
import { systemErrors } from "../surface/errors.ts";

export const constants: Readonly<Record<string, number>> = /* @__PURE__ */ all();

function all(): Record<string, number> {
  const errors = Object.entries(systemErrors).map(([code, [errno]]) => [code, errno] as const);
  return { ...Object.fromEntries(errors), ...ofFiles };
}
