const sequence = new Int32Array(new SharedArrayBuffer(4));
const data = { low: 0, high: 0 };
const seen: string[] = [];

/** @thread */
export function write(): void {
  Atomics.add(sequence, 0, 1);
  data.low = 1;
  data.high = 1;
  Atomics.add(sequence, 0, 1);
}

/** @thread */
export function read(): void {
  const before = Atomics.load(sequence, 0);
  if (before % 2 === 1) return;
  const { low, high } = data;
  seen.push(`${low}${high}`);
}

/** @finally */
export const neverTorn = (): boolean => seen.every((pair) => pair === "00" || pair === "11");
