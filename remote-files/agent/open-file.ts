import { constants } from "node:fs";
import type { FileFacts } from "../protocol/messages.ts";
import type { MountSettings } from "../protocol/settings.ts";
import type { Channel } from "./channel.ts";

/** A file as all that have it open in this thread know it. */
export interface FileRecord {
  readonly id: number;
  readonly regionSize: number;
  readonly mount: MountSettings;
  /** Where its bytes are; the first that lives is read. */
  readonly replicas: readonly { readonly channel: Channel; readonly base: number }[];
  /** As far as is known here: another process may have made it larger. Bytes. */
  size: number;
  /** The size word of this thread; 0: none. */
  word: number;
  opens: number;
}

/** One open file of a thread: an entry of its map. */
export interface OpenFile {
  readonly fd: number;
  /** `fd` without the first number. */
  readonly index: number;
  readonly shown: string;
  readonly flags: number;
  /** Undefined: a directory. */
  readonly record: FileRecord | undefined;
  readonly facts: FileFacts;
  /** Number of the open at the manager. */
  readonly open: number;
  readonly key: number;
  readonly mayWrite: boolean;
  readonly mayUseAtomics: boolean;
  position: number;
}

export const reads = ({ flags }: OpenFile): boolean => (flags & constants.O_WRONLY) === 0;
export const writes = ({ flags }: OpenFile): boolean => (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
export const appends = ({ flags }: OpenFile): boolean => (flags & constants.O_APPEND) !== 0;
