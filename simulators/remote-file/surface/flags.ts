/** Flags of `open(2)` on Linux. @see asm-generic/fcntl.h */
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
} as const;

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = fileFlags;

const written = O_TRUNC | O_CREAT;
const appended = O_APPEND | O_CREAT;

/** The texts that `fs.open` takes. @see https://nodejs.org/api/fs.html#file-system-flags, and the turned forms that Node takes as well */
export const flagWords: ReadonlyMap<string, number> = new Map([
  ["r", O_RDONLY],
  ["rs", O_RDONLY | O_SYNC],
  ["sr", O_RDONLY | O_SYNC],
  ["r+", O_RDWR],
  ["rs+", O_RDWR | O_SYNC],
  ["sr+", O_RDWR | O_SYNC],
  ["w", written | O_WRONLY],
  ["wx", written | O_WRONLY | O_EXCL],
  ["xw", written | O_WRONLY | O_EXCL],
  ["w+", written | O_RDWR],
  ["wx+", written | O_RDWR | O_EXCL],
  ["xw+", written | O_RDWR | O_EXCL],
  ["a", appended | O_WRONLY],
  ["ax", appended | O_WRONLY | O_EXCL],
  ["xa", appended | O_WRONLY | O_EXCL],
  ["as", appended | O_WRONLY | O_SYNC],
  ["sa", appended | O_WRONLY | O_SYNC],
  ["a+", appended | O_RDWR],
  ["ax+", appended | O_RDWR | O_EXCL],
  ["xa+", appended | O_RDWR | O_EXCL],
  ["as+", appended | O_RDWR | O_SYNC],
  ["sa+", appended | O_RDWR | O_SYNC],
]);
