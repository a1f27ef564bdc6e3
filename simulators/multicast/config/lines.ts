export { lineStarts, offsetAt, positionAt, rangeBetween } from "../../core/lines.ts";
