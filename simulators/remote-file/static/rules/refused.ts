import type ts from "typescript";
import type { Complaint } from "../../../core/source/complaint.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { quote } from "../../../core/source/words.ts";
import { evaluate } from "../evaluate.ts";
import { originOf } from "../origin.ts";
import { placeOf } from "../place.ts";
import { start } from "../point.ts";
import { textOf as textIn } from "../values.ts";
import type { Sighting } from "../sightings.ts";
import { calleeOf, type Context, isRemote, textOf } from "./context.ts";

/** FL4010: entry points that the agent refuses, and ways around it. */
export function refusedCalls(context: Context): readonly Complaint[] {
  const known = context.sightings.calls.flatMap(([sighting]): readonly Complaint[] => {
    const why = sighting && reasonFor(context, sighting);
    return sighting && why ? [{ code: "FL4010", severity: "error", message: why, ...calleeOf(context, sighting.call) }] : [];
  });
  return [...known, ...waysAround(context)];
}

function reasonFor(context: Context, sighting: Sighting): string | undefined {
  const { action, to, mount, path } = sighting;
  const file = sighting.handle ? quote(textOf(context, action.target)) : quote(path ?? textOf(context, action.target));
  if (action.kind === "refused" && isRemote(sighting))
    return `\`${action.name}\` of ${file} would go around the agent: for a file under a mount it is refused with ENOTSUP`;
  if (action.kind !== "rename" || !to || mount === to.mount) return undefined;
  const isKnown = (mount !== undefined || path !== undefined) && (to.mount !== undefined || to.path !== undefined);
  return isKnown ? `\`${action.name}\` of ${file} to ${quote(to.path ?? "")} leaves its mount: it ends with EXDEV` : undefined;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const starting = /^child_process\.(?:exec|execFile|execFileSync|execSync|fork|spawn|spawnSync)$/;

/** A path under a mount that is given to a program or a worker without the agent. */
function waysAround(context: Context): readonly Complaint[] {
  const { parsed, names, configuration } = context;
  const { compiler } = parsed;
  const found: Complaint[] = [];
  if (!/child_process|worker_threads/.test(parsed.text)) return [];
  const look = (node: ts.CallExpression | ts.NewExpression): void => {
    const origin = originOf(names, node.expression) ?? "";
    const isWorker = compiler.isNewExpression(node) && origin === "worker_threads.Worker" && dropsPreload(node);
    if (!isWorker && !starting.test(origin)) return;
    const path = (node.arguments ?? []).flatMap((argument) => pathsIn(argument)).at(0);
    if (path === undefined) return;
    const what = isWorker ? "a worker whose `execArgv` drops the agent" : "another program, which has no agent";
    found.push({
      code: "FL4010",
      severity: "error",
      message: `${quote(path)} is handed to ${what}: there it is a local path`,
      ...stretchOf(parsed, node.expression),
    });
  };
  const pathsIn = (node: ts.Node): readonly string[] => {
    if (compiler.isFunctionLike(node)) return [];
    const value = compiler.isExpression(node) ? evaluate(names, node, start) : undefined;
    const place = placeOf(configuration, value);
    // Within a command line, too.
    const command = textIn(value) ?? "";
    const named = configuration.mounts.find(({ prefix }) => new RegExp(`(?:^|[\\s"'=:<>])${escaped(prefix)}(?:/|[\\s"']|$)`).test(command));
    if (named && place?.mount === undefined) return [named.prefix];
    if (place?.mount !== undefined) return [place.path ?? place.beginning ?? ""];
    const inner: string[] = [];
    compiler.forEachChild(node, (child) => void inner.push(...pathsIn(child)));
    return inner;
  };
  const dropsPreload = ({ arguments: args }: ts.NewExpression): boolean =>
    /\bexecArgv\s*:\s*\[\s*\]/.test(args?.[1]?.getText(parsed.source) ?? "");
  names.calls.forEach(look);
  return found;
}
