/** Wrong usage: exit status 2. The message says what to do. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Something named on the command line cannot be read or written: exit status 2 too, but no help page helps. */
export class UnreadableError extends UsageError {
  override readonly name: string = "UnreadableError";
}
