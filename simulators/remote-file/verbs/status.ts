/**
 * How a piece of work ends.
 *
 * @see ibv_poll_cq(3), `enum ibv_wc_status`
 */
export type Status = "SUCCESS" | "LOC_LEN" | "LOC_PROT" | "WR_FLUSH" | "REM_INV_REQ" | "REM_ACCESS" | "RETRY_EXC" | "RNR_RETRY_EXC";

export type Errno =
  | "EACCES"
  | "EAGAIN"
  | "EBADF"
  | "EBUSY"
  | "EEXIST"
  | "EFAULT"
  | "EFBIG"
  | "EINVAL"
  | "EIO"
  | "EISDIR"
  | "EMSGSIZE"
  | "ENOENT"
  | "ENOSPC"
  | "ENOTDIR"
  | "ENOTEMPTY"
  | "ENOTSUP"
  | "EPERM"
  | "ESTALE"
  | "ETIMEDOUT"
  | "EXDEV";

/**
 * What a program sees of a failed piece of work.
 *
 * @param wasGranted The key was valid once: it was revoked.
 */
export function errnoOf(status: Exclude<Status, "SUCCESS">, wasGranted: boolean): Errno {
  switch (status) {
    case "REM_ACCESS":
      return wasGranted ? "ESTALE" : "EACCES";
    case "RETRY_EXC":
      return "ETIMEDOUT";
    case "WR_FLUSH":
      return "EIO";
    case "RNR_RETRY_EXC":
      return "EAGAIN";
    case "LOC_PROT":
      return "EFAULT";
    case "LOC_LEN":
      return "EMSGSIZE";
    case "REM_INV_REQ":
      return "EINVAL";
  }
}

/** Nanoseconds of one try: 4.096 µs * 2^timeout. @see ibv_modify_qp(3) */
export const tryNanoseconds = (timeout: number): number => 4096 * 2 ** timeout;

/** Nanoseconds after which a request to a dead node ends with RETRY_EXC. */
export const retryNanoseconds = ({ timeout, retry }: { readonly timeout: number; readonly retry: number }): number =>
  tryNanoseconds(timeout) * (retry + 1);
