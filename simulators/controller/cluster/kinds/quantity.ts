/**
 * An amount of a resource, such as `500m` or `1Gi`, in billionths.
 *
 * @see k8s.io/apimachinery/pkg/api/resource: everything finer than a billionth is rounded up (away from zero), binary amounts beyond 2^63-1 are cut.
 */
export interface Quantity {
  readonly nano: bigint;
  readonly format: "decimal" | "binary" | "exponent";
}

const giga = 1_000_000_000n;
const limit = (2n ** 63n - 1n) * giga;

/** The quantity of a text; undefined when it is none. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d{1,4})?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", suffix = ""] = match;
  if (whole === "" && fraction === "") return undefined;
  const scale = scaleOf(suffix);
  // whole.fraction × factor × 10^(power + 9), rounded up.
  const digits = BigInt(whole + fraction) * scale.factor;
  const power = BigInt(scale.power + 9 - fraction.length);
  const magnitude = power >= 0n ? digits * 10n ** power : divideUp(digits, 10n ** -power);
  const cut = scale.format === "binary" && magnitude > limit ? limit : magnitude;
  return { nano: sign === "-" ? -cut : cut, format: scale.format };
}

/** The text that the server writes: the largest unit that leaves a whole number. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return "0";
  const magnitude = nano < 0n ? -nano : nano;
  const sign = nano < 0n ? "-" : "";
  if (format === "binary" && magnitude >= 1024n * giga) return sign + binaryText(divideUp(magnitude, giga));
  return sign + decimalText(magnitude, format === "exponent");
}

/** The canonical text of a quantity; undefined when it is none. */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parseQuantity(text);
  return quantity && formatQuantity(quantity);
}

/** Negative, zero or positive, as the first amount is less, equal or greater. What is no quantity counts as 0. */
export function compareQuantities(a: string, b: string): number {
  const difference = (parseQuantity(a)?.nano ?? 0n) - (parseQuantity(b)?.nano ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const decimalUnits = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binaryUnits = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

interface Scale {
  readonly factor: bigint;
  /** Power of ten. */
  readonly power: number;
  readonly format: Quantity["format"];
}

function scaleOf(suffix: string): Scale {
  const binary = binaryUnits.indexOf(suffix);
  if (binary > 0) return { factor: 1024n ** BigInt(binary), power: 0, format: "binary" };
  const decimal = decimalUnits.indexOf(suffix);
  if (decimal >= 0) return { factor: 1n, power: (decimal - 3) * 3, format: "decimal" };
  return { factor: 1n, power: Number(suffix.slice(1)), format: "exponent" };
}

const divideUp = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;

function binaryText(units: bigint): string {
  let rest = units;
  let unit = 0;
  while (unit < binaryUnits.length - 1 && rest % 1024n === 0n) {
    rest /= 1024n;
    unit++;
  }
  return `${rest}${binaryUnits[unit]}`;
}

function decimalText(nano: bigint, isExponent: boolean): string {
  let rest = nano;
  let unit = 0;
  while (unit < decimalUnits.length - 1 && rest % 1000n === 0n) {
    rest /= 1000n;
    unit++;
  }
  if (!isExponent) return `${rest}${decimalUnits[unit]}`;
  return unit === 3 ? `${rest}` : `${rest}e${(unit - 3) * 3}`;
}
