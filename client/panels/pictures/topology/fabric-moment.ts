/** What is special about this moment. Indices into the layout. */
export interface FabricMoment {
  readonly step: number;
  /** Lines of the copies sent now. */
  readonly now: ReadonlySet<number>;
  /** The box of the node that acts. */
  readonly acting: number | undefined;
  readonly isHarm: boolean;
  /** Under the pointer, or chosen with the keys. */
  readonly pointed: number | undefined;
  /** The first step at which a copy reaches each box; hosts are hollow before. */
  readonly reachedAt: ReadonlyMap<number, number>;
}
