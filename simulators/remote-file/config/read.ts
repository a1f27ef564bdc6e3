import type { ConfigDocument } from "../../core/config/edits.ts";
import { Fields } from "../../core/config/fields.ts";
import type { ConfigNode } from "../../core/config/node.ts";
import type { Schema } from "../../core/config/schema.ts";
import type { Problem } from "../../../protocol/problem.ts";
import { ofHex, utf8 } from "./bytes.ts";
import { crossCheck } from "./cross-check.ts";
import type { InitialFile, Mount, Nic, Node, RemoteFiles } from "./model.ts";
import { defaultNic, presets } from "./presets.ts";
import { remoteFilesSchema } from "./schema.ts";

/** `configuration` is missing when an error says that it cannot be used (FL4000). */
export interface ReadConfiguration {
  readonly configuration?: RemoteFiles;
  readonly problems: readonly Problem[];
}

/** Fills in defaults, and finds what the schema cannot say: names without a node, mounts that are there twice, files without room. @param root Has passed `validate`. */
export function readRemoteFiles(document: ConfigDocument, root: ConfigNode): ReadConfiguration {
  const fields = new Fields(root, remoteFilesSchema);
  const nics = readNics(fields);
  const timers = fields.fields("qp");
  const lease = fields.fields("lease");
  const explore = fields.fields("explore");
  const deadlineMs = fields.optionalNumber("deadlineMs");
  const configuration: RemoteFiles = {
    mounts: fields.list("mounts").map(readMount),
    nodes: fields.list("nodes").map((node) => readNode(node, nics)),
    files: fields.list("files").map(readFile),
    local: fields.texts("local"),
    channels: word(fields, "channels", ["node-pair", "handle"]),
    queuePair: { timeout: timers.number("timeout"), retry: timers.number("retry"), rnrRetry: timers.number("rnrRetry") },
    completion: word(fields, "completion", ["delivery", "transmit", "commit"]),
    leaseMs: lease.number("ms"),
    recycleGraceMs: lease.number("recycleGraceMs"),
    explore: {
      fragments: explore.number("fragments"),
      preemptions: explore.number("preemptions"),
      crashes: explore.number("crashes"),
      seed: explore.number("seed"),
    },
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
  const problems = crossCheck(document, configuration, root, nics);
  return problems.some(({ severity }) => severity === "error") ? { problems } : { configuration, problems };
}

function readMount(fields: Fields): Mount {
  return {
    prefix: fields.text("prefix"),
    regionSize: fields.number("regionSize"),
    access: word(fields, "access", ["rw", "ro", "rw+atomic"]),
    writers: word(fields, "writers", ["single", "multi"]),
    replicas: fields.number("replicas"),
    ack: word(fields, "ack", ["all", "majority", "one"]),
    fallback: word(fields, "fallback", ["deny", "local"]),
  };
}

function readNode(fields: Fields, nics: ReadonlyMap<string, Nic>): Node {
  const role = word(fields, "role", ["app", "manager", "memory"]);
  const entry = fields.optionalText("entry");
  return {
    name: fields.text("name"),
    role,
    memory: fields.number("memory"),
    nic: nics.get(fields.text("nic")) ?? defaultNic,
    mayCrash: fields.boolean("mayCrash") ?? role !== "manager",
    ...(entry === undefined ? {} : { entry }),
  };
}

/** Presets, and own entries by their names; an own one hides a preset. */
function readNics(root: Fields): ReadonlyMap<string, Nic> {
  const schema = remoteFilesSchema.properties?.["nics"]?.additionalProperties;
  const { node } = root.fields("nics");
  const own = (node?.kind === "object" ? node.members : []).map((member) => {
    const name = member.key?.name ?? "";
    return [name, readNic(name, new Fields(member, schema || ({} satisfies Schema)))] as const;
  });
  return new Map([...presets, ...own]);
}

function readNic(name: string, fields: Fields): Nic {
  return {
    name,
    baseUs: fields.number("baseUs"),
    openUs: fields.optionalNumber("openUs") ?? defaultNic.openUs,
    setupUs: fields.number("setupUs"),
    hopUsPerKiB: fields.number("hopUsPerKiB"),
    gigabytesPerSecond: fields.number("gigabytesPerSecond"),
    mops: fields.optionalNumber("mops") ?? Infinity,
    mtu: fields.number("mtu"),
    inOrder: word(fields, "inOrder", ["none", "128", "message"]),
  };
}

function readFile(fields: Fields): InitialFile {
  const content = fields.has("text") ? utf8(textAt(fields, "text")) : fields.has("hex") ? ofHex(textAt(fields, "hex")) : new Uint8Array();
  const size = fields.has("zeros") ? numberAt(fields, "zeros") : content.length;
  const node = fields.has("node") ? textAt(fields, "node") : undefined;
  return { path: textAt(fields, "path"), size, content, ...(node === undefined ? {} : { node }) };
}

/** The schema of a file is a choice, which `Fields` does not look into. */
const textAt = ({ node }: Fields, name: string): string => String(scalarAt(node, name));
const numberAt = ({ node }: Fields, name: string): number => Number(scalarAt(node, name));

function scalarAt(node: ConfigNode | undefined, name: string): unknown {
  const member = node?.kind === "object" ? node.members.find(({ key }) => key?.name === name) : undefined;
  return member && "value" in member ? member.value : undefined;
}

/** One of the words that the schema allows; the first one is the default. */
function word<Word extends string>(fields: Fields, name: string, words: readonly [Word, ...Word[]]): Word {
  const written = fields.optionalText(name);
  return words.find((one) => one === written) ?? words[0];
}
