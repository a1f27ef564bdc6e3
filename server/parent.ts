/** Looked at so often, milliseconds. */
const periodMs = 1000;

/**
 * Calls `onGone` when the process that we serve has ended, however it ended: its channel closes,
 * we are adopted by another process, or nobody has its id any more.
 * @returns To be told the id of the client, once that is known; it may be another than our parent's.
 */
export function watchParent(onGone: () => void): (clientProcess: number) => void {
  const parent = process.ppid;
  let client: number | undefined;
  process.on("disconnect", onGone);
  const clock = setInterval(() => {
    if (process.ppid !== parent || (client !== undefined && !exists(client))) onGone();
  }, periodMs);
  clock.unref();
  return (clientProcess) => {
    client = clientProcess;
  };
}

function exists(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It is there, but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
