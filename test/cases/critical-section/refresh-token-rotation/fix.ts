import { external } from "faultline/critical-section";

const issuer = { refresh: "r1", access: "a1", generation: 1, revoked: false };

interface Tokens { access: string; refresh: string }
class Unauthorized extends Error {}

const api = (access: string): Promise<string> => external(() => {
  if (access !== issuer.access || issuer.generation === 1) throw new Unauthorized("expired");
  return "ok";
});
const exchange = (refresh: string): Promise<Tokens> => external(() => {
  if (refresh !== issuer.refresh) { issuer.revoked = true; throw new Unauthorized("reused"); }
  issuer.generation += 1;
  issuer.refresh = `r${issuer.generation}`;
  issuer.access = `a${issuer.generation}`;
  return { access: issuer.access, refresh: issuer.refresh };
});

class Session {
  #tokens: Tokens = { access: "a1", refresh: "r1" };
  #pending: Promise<Tokens> | undefined;

  async fetch(): Promise<string> {
    const used = this.#tokens.access;
    try {
      return await api(used);
    } catch (error) {
      if (!(error instanceof Unauthorized)) throw error;
      await this.#renew(used);
      return await api(this.#tokens.access);
    }
  }

  async #renew(used: string): Promise<void> {
    if (used !== this.#tokens.access) return;
    this.#pending ??= exchange(this.#tokens.refresh).finally(() => { this.#pending = undefined; });
    this.#tokens = await this.#pending;
  }
}

const session = new Session();

/** @thread x2 */
export async function load(): Promise<void> {
  try { await session.fetch(); } catch { /* shown to the user */ }
}

/** @finally */
export const notRevoked = (): boolean => !issuer.revoked;
