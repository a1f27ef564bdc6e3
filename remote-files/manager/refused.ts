/** A request that cannot be done. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  readonly status: string | undefined;

  constructor(code: string, status?: string) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** The answer to work that a dead peer does not acknowledge. */
export const lost = (): Refused => new Refused("ETIMEDOUT", "RETRY_EXC");
