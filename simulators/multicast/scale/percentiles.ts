/** Mean, 95th percentile (nearest rank) and largest of some counts. */
export interface Spread {
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(counts: Iterable<number>): Spread {
  const sorted = Float64Array.from(counts).sort();
  if (sorted.length === 0) return { mean: 0, p95: 0, max: 0 };
  return {
    mean: sorted.reduce((sum, count) => sum + count, 0) / sorted.length,
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0,
    max: sorted[sorted.length - 1] ?? 0,
  };
}
