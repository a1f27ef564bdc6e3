import { madeBy, statusRequest } from "../requests.ts";
import { defineBuiltinOf } from "../types.ts";
import { isBeingDeleted, servicesOf } from "../views.ts";

/** Every Service that asks for a load balancer gets an address of its own. */
export const loadBalancers = defineBuiltinOf("service-controller", ["/services"], function* (cluster) {
  const services = servicesOf(cluster);
  const taken = new Set(services.flatMap(({ status }) => (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip)));
  for (const service of services) {
    const isServed = (service.status?.loadBalancer?.ingress ?? []).length > 0;
    if (service.spec.type !== "LoadBalancer" || isServed || isBeingDeleted(service)) continue;
    let number = 1;
    while (taken.has(addressOf(number))) number += 1;
    yield madeBy(
      "cloud-controller-manager",
      statusRequest("/services", service, { loadBalancer: { ingress: [{ ip: addressOf(number) }] } }),
    );
  }
});

/** Addresses for documentation (RFC 5737). */
const addressOf = (number: number): string => `203.0.113.${number}`;
