/** `node:fs/promises` inside the machine. */
import { constants } from "./constants.ts";
import * as all from "./promises.ts";

export * from "./promises.ts";
export { constants } from "./constants.ts";

const { FileHandle: _handle, ...functions } = all;

export default { ...functions, constants };
