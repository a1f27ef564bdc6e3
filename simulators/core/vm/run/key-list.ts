/** Keys that a for-in visits, unless they are deleted before: a list that never changes. */
export class KeyList {
  readonly keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.keys = keys;
  }
}
