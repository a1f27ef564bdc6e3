/** `node:assert/strict`. */
import assert from "host:assert";

const { strict } = assert;

export const {
  AssertionError, ok, fail, ifError, match, doesNotMatch, throws, rejects, doesNotThrow, doesNotReject, strictEqual, notStrictEqual, deepStrictEqual,
  notDeepStrictEqual, equal, notEqual, deepEqual, notDeepEqual,
} = strict;
export { strict };
export default strict;
