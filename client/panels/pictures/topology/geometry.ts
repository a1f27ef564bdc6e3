export interface LayoutOptions {
  /** Pixels; more than is seen when zoomed. */
  readonly width: number;
  /** Pods whose leaves are all shown. */
  readonly unfolded: ReadonlySet<number>;
}

/** Centres and edges of the tiers, from the top. */
export const rows = {
  planeTitle: 11,
  core: 21,
  podTitle: 53,
  podTop: 59,
  spine: 81,
  leaf: 141,
  host: 193,
  hostTitle: 213,
  podBottom: 221,
  height: 226,
} as const;
