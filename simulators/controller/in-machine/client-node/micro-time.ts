/**
 * Times of a Lease: as a Date, with microseconds when they are sent.
 * @see src/types.ts of @kubernetes/client-node 1.4.0
 */
export class V1MicroTime extends Date {
  override toISOString(): string {
    return `${super.toISOString().slice(0, -1)}000Z`;
  }
}
