import { isAlreadyExists, isConflict } from "../errors.ts";
import type { Kube, KubeObject } from "../types.ts";
import type { LeaseTiming } from "./timing.ts";
import { sleep } from "./waiting.ts";

export interface ElectionOptions {
  readonly kube: Kube;
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Another one for each process. */
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly log: (text: string) => void;
}

/** The time during which this process leads. */
export interface Term {
  /** Aborted when it is over. */
  readonly over: AbortSignal;
  /** Gives the lease away, so that another one need not wait. */
  end(): Promise<void>;
}

/**
 * Lets one of several processes lead, by a Lease: whoever renews it in time keeps it.
 *
 * Clocks of different machines are never compared: a lease counts as free when it has not changed for its duration on the clock of the one who looks.
 *
 * @see client-go `tools/leaderelection`
 */
export class Election {
  readonly #options: ElectionOptions;
  #seen: { readonly spec: string; readonly at: number } | undefined;

  constructor(options: ElectionOptions) {
    this.#options = options;
  }

  /** Resolves when this process leads; with undefined when `signal` is aborted first. */
  async win(signal: AbortSignal): Promise<Term | undefined> {
    const { timing, log, identity } = this.#options;
    let complaint = "";
    while (!signal.aborted) {
      const began = performance.now();
      try {
        if ((await this.#take()) === "mine") {
          log(`${identity} leads`);
          return this.#begin(began);
        }
        complaint = "";
      } catch (error) {
        // Once is enough, as long as it stays the same.
        const text = error instanceof Error ? error.message : String(error);
        if (text !== complaint) log(`cannot get the lease: ${text}`);
        complaint = text;
      }
      await sleep(timing.retry, signal);
    }
    return undefined;
  }

  /** @param began When the attempt began that got the lease: what is counted from there is never too long. */
  #begin(began: number): Term {
    const over = new AbortController();
    const stop = new AbortController();
    const renewing = this.#renew(began, stop.signal, over);
    return {
      over: over.signal,
      end: async () => {
        stop.abort();
        await renewing;
        if (!over.signal.aborted) await this.#release();
        over.abort();
      },
    };
  }

  async #renew(began: number, stop: AbortSignal, over: AbortController): Promise<void> {
    const { timing, log } = this.#options;
    let renewed = began;
    // Also an attempt that hangs must not outlive the lease.
    const lapse = (): NodeJS.Timeout => setTimeout(() => over.abort(), Math.max(0, renewed + timing.renewal - performance.now()));
    let timer = lapse();
    // Who gives it away has not lost it.
    const tell = (): void => void (stop.aborted || log("the lease is lost: no more work until it is won again"));
    over.signal.addEventListener("abort", tell, { once: true });
    for (;;) {
      await sleep(timing.retry, stop);
      if (stop.aborted || over.signal.aborted) break;
      const attempt = performance.now();
      try {
        const whose = await this.#take();
        if (whose === "theirs") over.abort();
        if (whose === "mine") renewed = attempt;
      } catch {
        // As long as the lease holds, the next attempt may succeed.
      }
      clearTimeout(timer);
      if (!over.signal.aborted) timer = lapse();
    }
    clearTimeout(timer);
  }

  /** Gets or renews the lease; `missed`: somebody has just changed it. */
  async #take(): Promise<"mine" | "theirs" | "missed"> {
    const { kube, namespace, name, identity, timing } = this.#options;
    const lease = await kube.get<Lease>("coordination.k8s.io/v1", "Lease", { namespace, name }, { fresh: true });
    const now = microTime();
    const mine = { holderIdentity: identity, leaseDurationSeconds: Math.ceil(timing.duration / 1000), renewTime: now };
    try {
      if (lease === undefined) {
        await kube.create<Lease>({
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: { name, namespace },
          spec: { ...mine, acquireTime: now, leaseTransitions: 0 },
        });
        return "mine";
      }
      if (!this.#isFree(lease)) return "theirs";
      const { holderIdentity, acquireTime = now, leaseTransitions = 0 } = lease.spec ?? {};
      const isMine = holderIdentity === identity;
      const rest = isMine ? { acquireTime, leaseTransitions } : { acquireTime: now, leaseTransitions: leaseTransitions + 1 };
      await kube.update<Lease>({ ...lease, spec: { ...lease.spec, ...mine, ...rest } });
      return "mine";
    } catch (error) {
      if (isConflict(error) || isAlreadyExists(error)) return "missed";
      throw error;
    }
  }

  /** Nobody holds it, this process does, or it has not changed for longer than it lasts. */
  #isFree({ spec = {} }: Lease): boolean {
    const { holderIdentity = "", leaseDurationSeconds = this.#options.timing.duration / 1000 } = spec;
    const text = JSON.stringify(spec);
    if (this.#seen?.spec !== text) this.#seen = { spec: text, at: performance.now() };
    if (holderIdentity === "" || holderIdentity === this.#options.identity) return true;
    return performance.now() - this.#seen.at > leaseDurationSeconds * 1000;
  }

  async #release(): Promise<void> {
    const { kube, namespace, name, identity } = this.#options;
    try {
      const lease = await kube.get<Lease>("coordination.k8s.io/v1", "Lease", { namespace, name }, { fresh: true });
      if (lease?.spec?.holderIdentity !== identity) return;
      const spec = { ...lease.spec, holderIdentity: "", leaseDurationSeconds: 1, renewTime: microTime() };
      await kube.update<Lease>({ ...lease, spec });
    } catch {
      // Then it lapses by itself.
    }
  }
}

interface Lease extends KubeObject {
  metadata: { name: string; namespace: string };
  spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** RFC 3339 with six digits behind the second. */
const microTime = (): string => new Date().toISOString().replace("Z", "000Z");
