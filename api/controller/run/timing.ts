/** Waits, all in milliseconds. */
export interface Timing {
  /** Between attempts to list or watch: doubled each time. */
  readonly watchBackoff: Waits;
  /** Between attempts of a reconcile that rejects: doubled each time. */
  readonly reconcileBackoff: Waits;
  /** A watch is opened anew after this time. */
  readonly watch: number;
  /** A request without an answer is given up. */
  readonly request: number;
  readonly lease: LeaseTiming;
}

export interface Waits {
  readonly first: number;
  readonly most: number;
}

export interface LeaseTiming {
  /** A lease that is not renewed for so long is free: whole seconds. */
  readonly duration: number;
  /** Who could not renew for so long steps down: less than `duration`. */
  readonly renewal: number;
  /** Between attempts to get or renew it. */
  readonly retry: number;
}

/**
 * As other controllers have it.
 *
 * @see client-go: the back-off of a reflector (800 ms to 30 s), watches of 5 to 10 minutes, `DefaultTypedControllerRateLimiter` (5 ms to 1000 s)
 * @see controller-runtime: leader election (15 s, 10 s, 2 s)
 */
export const timing: Timing = {
  watchBackoff: { first: 800, most: 30_000 },
  reconcileBackoff: { first: 5, most: 1_000_000 },
  watch: 300_000,
  request: 60_000,
  lease: { duration: 15_000, renewal: 10_000, retry: 2000 },
};
