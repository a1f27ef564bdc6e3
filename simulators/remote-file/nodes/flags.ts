import { fileFlags, flagWordsOf } from "../surface/flags.ts";

/** How a file is opened. */
export interface OpenFlags {
  readonly read: boolean;
  readonly write: boolean;
  /** Make it when it is not there. */
  readonly create: boolean;
  /** It must not be there. */
  readonly exclusive: boolean;
  /** Set its size to 0. */
  readonly truncate: boolean;
  /** Every write goes behind the size that was read last. */
  readonly append: boolean;
}

/**
 * Flags of `fs.open`, as text (`r+`) or as a number (`O_RDWR`, values of Linux).
 *
 * @returns Undefined: no such flags (ERR_INVALID_ARG_VALUE of Node).
 */
export function openFlags(flags: string | number): OpenFlags | undefined {
  const number = typeof flags === "number" ? flags : flagWords.get(flags);
  return number === undefined ? undefined : ofNumber(number);
}

const flagWords = flagWordsOf(fileFlags);

function ofNumber(flags: number): OpenFlags | undefined {
  const mode = flags & 3;
  if (!Number.isInteger(flags) || flags < 0 || mode === 3) return undefined;
  const has = (flag: number) => (flags & flag) !== 0;
  return {
    read: mode !== fileFlags.O_WRONLY,
    write: mode !== fileFlags.O_RDONLY,
    create: has(fileFlags.O_CREAT),
    exclusive: has(fileFlags.O_CREAT) && has(fileFlags.O_EXCL),
    truncate: has(fileFlags.O_TRUNC) && mode !== fileFlags.O_RDONLY,
    append: has(fileFlags.O_APPEND),
  };
}
