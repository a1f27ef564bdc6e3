import type { MountSettings } from "../protocol/settings.ts";

/** A mount as a configuration without details has it, with small regions. */
export const mountOf = (prefix: string, more: Partial<MountSettings> = {}): MountSettings => ({
  prefix,
  regionSize: 4096,
  access: "rw",
  writers: "single",
  replicas: 1,
  ack: "all",
  fallback: "deny",
  ...more,
});
