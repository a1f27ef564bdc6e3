/**
 * `node:fs` inside the machine: what is under a mount is done by the agent of the simulated node, everything else on its virtual disk.
 * Names, forms, arguments, results and errors are those of Node 20. The default export is an object of all of them.
 */
export * from "./callbacks.ts";
export * from "./syncs.ts";
export { constants, F_OK, R_OK, W_OK, X_OK } from "./constants.ts";
export { Dir } from "./dir.ts";
export { _toUnixTimestamp, openAsBlob, unwatchFile, watch, watchFile } from "./refused-forms.ts";
export { Dirent, Stats } from "./stats.ts";
export {
  createReadStream,
  createWriteStream,
  ReadStream,
  ReadStream as FileReadStream,
  WriteStream,
  WriteStream as FileWriteStream,
} from "./streams.ts";

/** There is none on Linux. */
export const lchmod = undefined;
export const lchmodSync = undefined;
