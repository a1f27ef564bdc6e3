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
  if (typeof flags === "number") return ofNumber(flags);
  if (!words.has(flags)) return undefined;
  const isReading = flags.includes("r");
  const isAppending = flags.includes("a");
  const plus = flags.endsWith("+");
  return {
    read: isReading || plus,
    write: !isReading || plus,
    create: !isReading,
    exclusive: flags.includes("x"),
    truncate: !isReading && !isAppending,
    append: isAppending,
  };
}

/** @see https://nodejs.org/api/fs.html#file-system-flags, and the turned forms that Node takes as well */
const words: ReadonlySet<string> = new Set(
  ["r", "rs", "sr", "w", "wx", "xw", "a", "ax", "xa", "as", "sa"].flatMap((word) => [word, `${word}+`]),
);

/** @see open(2), asm-generic/fcntl.h */
export const openConstants = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
} as const;

function ofNumber(flags: number): OpenFlags | undefined {
  const mode = flags & 3;
  if (!Number.isInteger(flags) || flags < 0 || mode === 3) return undefined;
  const has = (flag: number) => (flags & flag) !== 0;
  return {
    read: mode !== openConstants.O_WRONLY,
    write: mode !== openConstants.O_RDONLY,
    create: has(openConstants.O_CREAT),
    exclusive: has(openConstants.O_CREAT) && has(openConstants.O_EXCL),
    truncate: has(openConstants.O_TRUNC) && mode !== openConstants.O_RDONLY,
    append: has(openConstants.O_APPEND),
  };
}
