/** Placeholder for the user-facing types of a multicast configuration. */
export interface MulticastConfig {
  readonly topology: object;
}

/** Returns its argument: types it, and marks it for Faultline. */
export function defineMulticast(config: MulticastConfig): MulticastConfig {
  return config;
}
