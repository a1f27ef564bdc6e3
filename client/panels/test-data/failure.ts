import type { CopyOnLink, HostOutcome } from "../../../protocol/picture.ts";
import type { Trace } from "../../../protocol/trace.ts";
import { overDelivery } from "./multicast.ts";

/** A spine is down and the switches do not know yet: a receiver gets nothing, one gets two copies, one has no live path. */
export function afterFailure(): Trace {
  const trace = overDelivery();
  if (trace.picture?.kind !== "topology") throw new Error("a topology was expected");
  const { picture } = trace;
  const copies = picture.copies
    .map((copy): CopyOnLink => (copy.to === "spine:37" ? { ...copy, kind: "lost" } : copy))
    .filter(({ from }) => from !== "spine:37" && from !== "leaf:434");
  const kinds: readonly CopyOnLink[] = copies.map((copy) => (copy.to === "host:9792" ? { ...copy, kind: "duplicate" } : copy));
  const hosts = picture.hosts.map((host): HostOutcome => {
    if (host.host === 434 * 48 + 5) return { ...host, copies: 0, by: "" };
    if (host.host === 9792) return { ...host, copies: 2 };
    return host;
  });
  return {
    ...trace,
    title: "p9.l2.h5 gets nothing: core s1.c5 sends to a spine that is down, before the controller knows.",
    property: "FL3009",
    picture: {
      ...picture,
      failed: ["spine:p9.s1", "link:p4.s2-s2.c3", "leaf:p6.l7", "host:p0.l9.h2"],
      copies: kinds,
      hosts: [...hosts, { host: 434 * 48 + 9, wanted: true, copies: 0, by: "", unreachable: true }],
    },
  };
}
