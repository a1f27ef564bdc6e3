// oxlint-disable-next-line no-control-regex -- ASCII, that is.
const ascii = /^[\x00-\x7f]*$/;

/** The bytes of a text, one character for each. */
export const toBytes = (text: string): string => (ascii.test(text) ? text : Buffer.from(text, "utf8").toString("latin1"));

export const fromBytes = (bytes: string): string => (ascii.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8"));
