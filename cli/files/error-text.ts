/** A failed file operation in words, without the path, which the caller names. */
export function errorText(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}

const words: { readonly [code: string]: string } = {
  ENOENT: "does not exist",
  EEXIST: "is a file where a folder is needed",
  ENOTDIR: "does not exist: a part of its path is a file",
  EACCES: "may not be read: check its permissions",
  EPERM: "may not be read: check its permissions",
  EISDIR: "is a folder",
  ELOOP: "is a symbolic link that leads back to itself",
  ENAMETOOLONG: "has too long a name",
  EMFILE: "cannot be opened: too many files are open",
  ENOSPC: "cannot be written: the disk is full",
  EROFS: "cannot be written: the file system is read-only",
  ERR_FS_FILE_TOO_LARGE: "is too large",
};
