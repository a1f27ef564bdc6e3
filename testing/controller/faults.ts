import type { RawRequest } from "./cluster.ts";

/** Which request a fault befalls; what is left out fits any. */
export interface Which {
  readonly method?: RawRequest["method"];
  /** The whole path, or a pattern. */
  readonly path?: string | RegExp;
}

export type NextFault = number | "lost" | "answer-lost";

/** Faults that wait for their request: each strikes once, in the order in which they were asked for. */
export class Faults {
  #waiting: { readonly which: Which; readonly how: NextFault }[] = [];

  add(which: Which, how: NextFault): void {
    if (typeof how === "number" && (how < 400 || 599 < how)) throw new RangeError(`failNext: ${how} is no code of a failure`);
    this.#waiting.push({ which, how });
  }

  take({ method, path }: Pick<RawRequest, "method" | "path">): NextFault | undefined {
    const index = this.#waiting.findIndex(
      ({ which }) =>
        (which.method ?? method) === method &&
        (which.path === undefined || (typeof which.path === "string" ? which.path === path : which.path.test(path))),
    );
    const [found] = index === -1 ? [] : this.#waiting.splice(index, 1);
    return found?.how;
  }
}
