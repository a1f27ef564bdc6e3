import { type Schema, schemaFrom, type SchemaRules } from "../../core/config/schema.ts";
import schemaText from "../remote-files.schema.json";

/** The schema of a configuration of remote files: `remote-files.schema.json`. */
export const remoteFilesSchema: Schema = schemaFrom(schemaText);

/** What the patterns of the schema mean, to end the sentence "X is …". */
const forms: ReadonlyMap<string, string> = new Map([
  ["^/([^/]+/)*[^/]+$", "no prefix of a mount: write an absolute path without a slash at its end, such as `/rdma`"],
  ["^[A-Za-z][A-Za-z0-9_-]*$", "no name: a letter, then letters, digits, `_` and `-`"],
  ["^/", "no absolute path: it begins with `/`"],
  ["^([0-9a-fA-F]{2})*$", "not hexadecimal: pairs of `0` to `9` and `a` to `f`"],
]);

export const remoteFilesRules: SchemaRules = { schema: remoteFilesSchema, code: "FL4000", forms };
