import type ts from "typescript";
import type { Complaint } from "../../../core/source/complaint.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { quote } from "../../../core/source/words.ts";
import type { Mount } from "../../config/model.ts";
import { normalPath } from "../../nodes/paths.ts";
import { literalOf, rewritten } from "../fixes/literal.ts";
import type { Sighting } from "../sightings.ts";
import type { Context } from "./context.ts";

/** FL4001: a path that resembles a mount without being under it. */
export function strayPaths(context: Context): readonly Complaint[] {
  const { parsed, sightings, configuration } = context;
  return sightings.calls.flatMap(([sighting]): readonly Complaint[] => {
    if (!sighting || sighting.handle || sighting.action.targetIs === "handle") return [];
    const like = resemblance(configuration.mounts, sighting);
    if (!like) return [];
    const { target } = sighting.action;
    const literal = literalOf(context, target);
    const shown = sighting.written ?? `${sighting.beginning ?? ""}…`;
    return [
      {
        code: "FL4001",
        severity: "warning",
        message: `${quote(shown)} ${like.why}: ${like.effect}`,
        ...stretchOf(parsed, target),
        related: literal && literal !== target ? [{ ...stretchOf(parsed, literal), message: "the path is written here" }] : [],
        fixes: literal ? like.instead.flatMap((one, index) => rewritten(context, literal as ts.Expression, one, index === 0)) : [],
      },
    ];
  });
}

interface Resemblance {
  readonly why: string;
  readonly effect: string;
  /** What the beginning of the path would be instead, the likeliest first. */
  readonly instead: readonly { readonly from: string; readonly to: string }[];
}

const onLocalDisk = "the file lies on the local disk of the node, where no other node sees it";

function resemblance(mounts: readonly Mount[], { written, beginning = "", mount, path }: Sighting): Resemblance | undefined {
  if (mount !== undefined) {
    const prefix = mounts[mount]?.prefix ?? "";
    if (written === undefined || written.startsWith("/") || path === undefined) return undefined;
    return {
      why: `is under ${quote(prefix)} only where the working directory is \`/\``,
      effect: "a program that is started elsewhere opens a local file",
      instead: [{ from: written, to: path }],
    };
  }
  for (const { prefix } of mounts) {
    const found = leaves(prefix, written, path) ?? runsOn(prefix, beginning) ?? otherCase(prefix, beginning);
    if (found) return found;
  }
  return undefined;
}

function leaves(prefix: string, written: string | undefined, path: string | undefined): Resemblance | undefined {
  if (written === undefined || path === undefined || !written.startsWith(`${prefix}/`)) return undefined;
  return { why: `leaves ${quote(prefix)} by \`..\`: it is ${quote(path)}`, effect: onLocalDisk, instead: [] };
}

/** `/rdmax/a`, `/rdma-shared/a`. */
function runsOn(prefix: string, beginning: string): Resemblance | undefined {
  if (!beginning.startsWith(prefix)) return undefined;
  const rest = beginning.slice(prefix.length);
  if (rest === "" || rest.startsWith("/")) return undefined;
  const name = /^[^/]*/.exec(rest)?.[0] ?? "";
  const spelled = { from: prefix + name, to: prefix };
  const slashed = { from: prefix, to: `${prefix}/` };
  const isWord = /^[A-Za-z]/.test(name);
  const instead = rest === name ? [slashed] : isWord && name.length > 2 ? [slashed, spelled] : [spelled, slashed];
  return { why: `is not under ${quote(prefix)}, it only begins like it`, effect: onLocalDisk, instead };
}

function otherCase(prefix: string, beginning: string): Resemblance | undefined {
  const head = beginning.slice(0, prefix.length);
  const next = beginning[prefix.length];
  const isSame = head !== prefix && head.toLowerCase() === prefix.toLowerCase() && (next === "/" || next === undefined);
  if (!isSame || normalPath(head) !== head) return undefined;
  return { why: `is not under ${quote(prefix)}: upper and lower case differ`, effect: onLocalDisk, instead: [{ from: head, to: prefix }] };
}
