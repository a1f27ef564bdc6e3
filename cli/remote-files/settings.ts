import type { RunSettings } from "../../remote-files/protocol/settings.ts";

/** What a configuration says to a run, or what is wrong with it, in lines. */
export type Read =
  | { readonly kind: "settings"; readonly settings: RunSettings }
  | { readonly kind: "wrong"; readonly lines: readonly string[] };

/** @param path As shown to the user. */
export function readSettings(text: string, path: string): Read {
  try {
    const raw = JSON.parse(text) as {
      mounts: Partial<RunSettings["mounts"][number]>[];
      nodes: { name: string; role: string; memory?: number }[];
      files?: { path: string; zeros?: number; text?: string; hex?: string; node?: string }[];
      lease?: { ms?: number; recycleGraceMs?: number };
    };
    const mounts = raw.mounts.map((mount) => ({
      regionSize: 1_048_576,
      access: "rw" as const,
      writers: "single" as const,
      replicas: 1,
      ack: "all" as const,
      fallback: "deny" as const,
      prefix: "",
      ...mount,
    }));
    const memoryNodes = raw.nodes.filter(({ role }) => role === "memory").map(({ name, memory = 1_073_741_824 }) => ({ name, memory }));
    const files = (raw.files ?? []).map(({ path: at, zeros, text: content, hex, node }) => ({
      path: at,
      content: zeros === undefined ? Buffer.from(content ?? hex ?? "", content === undefined ? "hex" : "utf8") : Buffer.alloc(zeros),
      ...(node === undefined ? {} : { node }),
    }));
    const { ms = 10_000, recycleGraceMs = 10_000 } = raw.lease ?? {};
    return { kind: "settings", settings: { mounts, memoryNodes, files, leaseMs: ms, recycleGraceMs } };
  } catch (error) {
    return { kind: "wrong", lines: [`${path}:1:1: error FL4000 ${error instanceof Error ? error.message : String(error)}`] };
  }
}
