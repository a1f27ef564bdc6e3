/** Flags of `open(2)` that functions on files know by name. */
export interface FileFlags {
  readonly O_RDONLY: number;
  readonly O_WRONLY: number;
  readonly O_RDWR: number;
  readonly O_CREAT: number;
  readonly O_EXCL: number;
  readonly O_TRUNC: number;
  readonly O_APPEND: number;
  readonly O_SYNC: number;
}

/** Of Linux. @see asm-generic/fcntl.h */
export const fileFlags = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
  O_DIRECTORY: 0o200_000,
  O_SYNC: 0o4_010_000,
} as const satisfies FileFlags & { readonly O_DIRECTORY: number };

/**
 * The texts that `fs.open` takes, by what they mean.
 *
 * @param flags Those of the system.
 * @see https://nodejs.org/api/fs.html#file-system-flags, and the turned forms that Node takes as well
 */
export function flagWordsOf(flags: FileFlags): ReadonlyMap<string, number> {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = flags;
  const words = new Map<string, number>();
  const add = (spellings: string, alone: number, both: number): void => {
    for (const word of spellings.split(" ")) words.set(word, alone).set(`${word}+`, both);
  };
  const [written, appended] = [O_TRUNC | O_CREAT, O_APPEND | O_CREAT];
  add("r", O_RDONLY, O_RDWR);
  add("rs sr", O_RDONLY | O_SYNC, O_RDWR | O_SYNC);
  add("w", written | O_WRONLY, written | O_RDWR);
  add("wx xw", written | O_WRONLY | O_EXCL, written | O_RDWR | O_EXCL);
  add("a", appended | O_WRONLY, appended | O_RDWR);
  add("ax xa", appended | O_WRONLY | O_EXCL, appended | O_RDWR | O_EXCL);
  add("as sa", appended | O_WRONLY | O_SYNC, appended | O_RDWR | O_SYNC);
  return words;
}
