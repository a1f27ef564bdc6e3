import { Refusal } from "../../simulators/controller/cluster/status.ts";
import type { Fault, RawRequest, Which } from "./types.ts";

/** Faults that wait for their request: each strikes once, in the order in which they were asked for. */
export class Faults {
  #waiting: { readonly which: Which; readonly how: Fault }[] = [];

  add(which: Which, how: Fault): void {
    if (typeof how === "number" && !(Number.isInteger(how) && 400 <= how && how <= 599))
      throw new RangeError(`failNext: ${how} is no code of a failure`);
    this.#waiting.push({ which, how });
  }

  take({ method, path }: Pick<RawRequest, "method" | "path">): Fault | undefined {
    const index = this.#waiting.findIndex(({ which }) => (which.method ?? method) === method && isPath(which.path, path));
    const [found] = index === -1 ? [] : this.#waiting.splice(index, 1);
    return found?.how;
  }
}

function isPath(wanted: string | RegExp | undefined, path: string): boolean {
  if (wanted === undefined) return true;
  // `search` looks from the beginning each time, also with a pattern that remembers where it was.
  return typeof wanted === "string" ? wanted === path : path.search(wanted) >= 0;
}

/** No answer comes. */
export class Lost extends Error {
  override readonly name = "Lost";

  constructor() {
    super("the connection was closed before an answer came");
  }
}

/** The refusal that a test has asked for. */
export function refusalOf(code: number): Refusal {
  const details = code === 429 || code === 503 ? { retryAfterSeconds: 1 } : undefined;
  return new Refusal(code, reasons[code] ?? "", `the test asked for ${code}`, details);
}

/** @see https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go `StatusReason` */
const reasons: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  409: "Conflict",
  410: "Expired",
  413: "RequestEntityTooLarge",
  415: "UnsupportedMediaType",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};
