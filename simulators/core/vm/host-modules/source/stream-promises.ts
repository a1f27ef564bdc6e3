/** `node:stream/promises`. */
import { promises } from "host:stream";

export const { finished, pipeline } = promises;
export default promises;
