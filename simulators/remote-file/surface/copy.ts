import { nestedError } from "./errors.ts";
import { isAtOrBelow } from "./paths.ts";

/** One end of a copy by `fs.cp`. */
export interface CopyEnd {
  /** Absolute, without a slash at its end. */
  readonly path: string;
  /** As the program wrote it. */
  readonly shown: string;
  readonly isRemote: boolean;
}

interface Found {
  readonly isDirectory: boolean;
}

/** May what is found be copied there? @param there Undefined: nothing is. @throws As Node. */
export function checkPair(source: CopyEnd, found: Found, target: CopyEnd, there: Found | undefined): void {
  const isAlike = source.isRemote === target.isRemote;
  const invalid = "Invalid src or dest";
  if (there && isAlike && source.path === target.path)
    throw cpError("ERR_FS_CP_EINVAL", invalid, target, "EINVAL", "src and dest cannot be the same", 22);
  if (there && found.isDirectory && !there.isDirectory) {
    const text = `cannot overwrite non-directory ${target.shown} with directory ${source.shown}`;
    throw cpError("ERR_FS_CP_DIR_TO_NON_DIR", "Cannot overwrite non-directory with directory", target, "EISDIR", text, 21);
  }
  if (there && !found.isDirectory && there.isDirectory) {
    const text = `cannot overwrite directory ${target.shown} with non-directory ${source.shown}`;
    throw cpError("ERR_FS_CP_NON_DIR_TO_DIR", "Cannot overwrite directory with non-directory", target, "ENOTDIR", text, 20);
  }
  if (found.isDirectory && isAlike && isAtOrBelow(target.path, source.path)) {
    const text = `cannot copy ${source.shown} to a subdirectory of self ${target.shown}`;
    throw cpError("ERR_FS_CP_EINVAL", invalid, target, "EINVAL", text, 22);
  }
}

/** Without `recursive`. The number depends on the form. */
export const copiesDirectory = (source: CopyEnd, isSync: boolean): Error =>
  cpError("ERR_FS_EISDIR", "Path is a directory", source, "EISDIR", `${source.shown} is a directory (not copied)`, isSync ? 22 : 21);

/** With `errorOnExist`. */
export const targetExists = (target: CopyEnd): Error =>
  cpError("ERR_FS_CP_EEXIST", "Target already exists", target, "EEXIST", `${target.shown} already exists`, 17);

const cpError = (code: string, prefix: string, { shown }: CopyEnd, inner: string, message: string, errno: number): Error =>
  nestedError(code, prefix, { code: inner, message, path: shown, syscall: "cp", errno });
