import type { Problem } from "../../../protocol/problem.ts";
import type { ConfigDocument } from "../../core/config/edits.ts";
import { type ConfigNode, memberOf, type Pointer } from "../../core/config/node.ts";
import { changeTo, complain, type Complaint, remove } from "../../core/config/problems.ts";
import { rangeOf } from "../../core/config/spans.ts";
import { countOf, either, formatCount, quote } from "../../core/config/words.ts";
import { nearest } from "../../core/nearest.ts";
import { isLocal, mountOf, normalPath } from "../nodes/paths.ts";
import { siteOf } from "../nodes/site.ts";
import { startWorld } from "../nodes/start.ts";
import type { Nic, RemoteFiles } from "./model.ts";

/** What the schema cannot say of a configuration: FL4000, each at its token. */
export function crossCheck(
  document: ConfigDocument,
  configuration: RemoteFiles,
  root: ConfigNode,
  nics: ReadonlyMap<string, Nic>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const say: Say = (pointer, message, rest = {}) => problems.push(complain(document, "FL4000", "error", pointer, message, rest));
  checkNodes(document, configuration, root, nics, say);
  checkMounts(document, configuration, say);
  checkFiles(document, configuration, say);
  if (problems.length === 0) checkRoom(configuration, say);
  return problems;
}

type Say = (pointer: Pointer, message: string, rest?: Pick<Complaint, "related" | "fixes"> & { readonly place?: "key" }) => void;

function checkNodes(document: ConfigDocument, { nodes }: RemoteFiles, root: ConfigNode, nics: ReadonlyMap<string, Nic>, say: Say): void {
  repeated(
    nodes.map(({ name }) => name),
    (index, first) =>
      say(["nodes", index, "name"], `There are two nodes ${quote(nodes[index]?.name ?? "")}`, {
        related: [{ message: "The first one", range: rangeOf(document.spans, ["nodes", first, "name"]) }],
      }),
  );
  for (const role of ["manager", "memory"] as const) {
    if (!nodes.some((node) => node.role === role))
      say(["nodes"], `There is no node with role \`${role}\`: at least one is needed`, { place: "key" });
  }
  nodes.forEach(({ role, name }, index) => {
    const written = memberOf(elementAt(root, "nodes", index), "nic");
    const nic = written?.kind === "string" ? String(written.value) : undefined;
    if (nic !== undefined && !nics.has(nic)) unknownNic(document, ["nodes", index, "nic"], nic, nics, say);
    const entry = memberOf(elementAt(root, "nodes", index), "entry");
    if (entry && role !== "app")
      say(["nodes", index, "entry"], `${quote(name)} runs no program: only nodes with role \`app\` have an \`entry\``);
  });
}

function elementAt(root: ConfigNode, name: string, index: number): ConfigNode | undefined {
  const list = memberOf(root, name);
  return list?.kind === "array" ? list.members[index] : undefined;
}

function unknownNic(document: ConfigDocument, pointer: Pointer, name: string, nics: ReadonlyMap<string, Nic>, say: Say): void {
  const meant = nearest(name, nics.keys());
  const known = either([...nics.keys()].map((one) => `\`${one}\``));
  const fixes = meant === undefined ? [] : [changeTo(document, pointer, meant, true)];
  say(pointer, `There is no NIC ${quote(name)}: ${known}, or an entry of \`nics\``, { fixes });
}

function checkMounts(document: ConfigDocument, { mounts, nodes, local }: RemoteFiles, say: Say): void {
  repeated(
    mounts.map(({ prefix }) => normalPath(prefix)),
    (index, first) =>
      say(["mounts", index, "prefix"], `There are two mounts ${quote(mounts[index]?.prefix ?? "")}`, {
        related: [{ message: "The first one", range: rangeOf(document.spans, ["mounts", first, "prefix"]) }],
        fixes: [remove(document, ["mounts", index], "Remove the second mount")],
      }),
  );
  const memoryNodes = nodes.filter(({ role }) => role === "memory");
  mounts.forEach(({ prefix, replicas, regionSize }, index) => {
    const normal = normalPath(prefix);
    if (normal !== prefix) {
      const fixes = normal === "/" ? [] : [changeTo(document, ["mounts", index, "prefix"], normal, true)];
      return say(["mounts", index, "prefix"], `${quote(prefix)} is not written as it is compared: ${quote(normal)}`, { fixes });
    }
    if (isLocal(local, prefix))
      say(["mounts", index, "prefix"], `${quote(prefix)} is under a path that \`local\` leaves on the local disk`);
    if (memoryNodes.length < replicas) {
      const message = `${countOf(replicas, "copy", "copies")} of a file need as many memory nodes; there ${memoryNodes.length === 1 ? "is" : "are"} ${memoryNodes.length}`;
      say(["mounts", index, "replicas"], message, {
        fixes: [changeTo(document, ["mounts", index, "replicas"], Math.max(1, memoryNodes.length))],
      });
    }
    if (memoryNodes.length > 0 && memoryNodes.every(({ memory }) => memory < regionSize)) {
      const most = Math.max(...memoryNodes.map(({ memory }) => memory));
      say(
        ["mounts", index, "regionSize"],
        `A region of ${formatCount(regionSize)} bytes fits on no memory node: the largest has ${formatCount(most)}`,
      );
    }
  });
}

function checkFiles(document: ConfigDocument, { files, mounts, nodes }: RemoteFiles, say: Say): void {
  repeated(
    files.map(({ path }) => normalPath(path)),
    (index, first) =>
      say(["files", index, "path"], `There are two files ${quote(files[index]?.path ?? "")}`, {
        related: [{ message: "The first one", range: rangeOf(document.spans, ["files", first, "path"]) }],
        fixes: [remove(document, ["files", index], "Remove the second file")],
      }),
  );
  files.forEach(({ path, size, node }, index) => {
    const mount = mounts[mountOf(mounts, normalPath(path)) ?? -1];
    if (!mount || normalPath(path) === mount.prefix) {
      const prefixes = either(mounts.map(({ prefix }) => `\`${prefix}/…\``));
      return say(["files", index, "path"], `${quote(path)} is under no mount: files are below ${prefixes}`);
    }
    if (mount.regionSize < size) {
      const message = `The file has ${countOf(size, "byte")}, a region of ${quote(mount.prefix)} ${formatCount(mount.regionSize)}`;
      say(["files", index, "path"], message);
    }
    if (node === undefined || nodes.some(({ name, role }) => name === node && role === "memory")) return;
    const names = nodes.filter(({ role }) => role === "memory").map(({ name }) => name);
    const meant = names.length === 1 ? names[0] : nearest(node, names);
    const fixes = meant === undefined ? [] : [changeTo(document, ["files", index, "node"], meant, true)];
    say(["files", index, "node"], `There is no memory node ${quote(node)}`, { fixes });
  });
}

/** The files at the start have to fit, together and where they are wanted: found by placing them. */
function checkRoom(configuration: RemoteFiles, say: Say): void {
  const { files } = configuration;
  const placed = (count: number) => {
    try {
      startWorld(siteOf({ ...configuration, files: files.slice(0, count) }, []));
      return true;
    } catch {
      return false;
    }
  };
  if (files.length === 0 || placed(files.length)) return;
  let last = 0;
  while (placed(last + 1)) last += 1;
  say(["files", last, "path"], `There is no room for ${quote(files[last]?.path ?? "")} on the memory nodes`);
}

/** Calls back for each text that was there before, with the index of the first one. */
function repeated(texts: readonly string[], found: (index: number, first: number) => void): void {
  texts.forEach((text, index) => {
    const first = texts.indexOf(text);
    if (first < index) found(index, first);
  });
}
