/**
 * `node:fs` inside the machine: what is under a mount is done by the agent of the simulated node, everything else on its virtual disk.
 * Names, forms, arguments, results and errors are those of Node 20.
 */
import * as callbacks from "./callbacks.ts";
import { constants, F_OK, R_OK, W_OK, X_OK } from "./constants.ts";
import { Dir } from "./dir.ts";
import * as promises from "./fs-promises.ts";
import { _toUnixTimestamp, openAsBlob, unwatchFile, watch, watchFile } from "./refused-forms.ts";
import { Dirent, Stats } from "./stats.ts";
import { createReadStream, createWriteStream, ReadStream, WriteStream } from "./streams.ts";
import * as syncs from "./syncs.ts";

export * from "./callbacks.ts";
export * from "./syncs.ts";
export { constants, F_OK, R_OK, W_OK, X_OK } from "./constants.ts";
export { Dir } from "./dir.ts";
export { _toUnixTimestamp, openAsBlob, unwatchFile, watch, watchFile } from "./refused-forms.ts";
export { Dirent, Stats } from "./stats.ts";
export { createReadStream, createWriteStream, ReadStream, WriteStream } from "./streams.ts";

const promisesObject: Record<string, unknown> = promises.default;
export { promisesObject as promises };

/** There is none on Linux. */
export const lchmod = undefined;
export const lchmodSync = undefined;
export { ReadStream as FileReadStream, WriteStream as FileWriteStream } from "./streams.ts";

export default {
  ...callbacks,
  ...syncs,
  createReadStream,
  createWriteStream,
  lchmod,
  lchmodSync,
  openAsBlob,
  unwatchFile,
  watch,
  watchFile,
  Dirent,
  Stats,
  ReadStream,
  WriteStream,
  FileReadStream: ReadStream,
  FileWriteStream: WriteStream,
  _toUnixTimestamp,
  Dir,
  F_OK,
  R_OK,
  W_OK,
  X_OK,
  constants,
  promises: promisesObject,
};
