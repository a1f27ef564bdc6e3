import type ts from "typescript";
import type { Complaint } from "../../../core/source/complaint.ts";
import { unwrap } from "../../../core/source/owners.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { quote } from "../../../core/source/words.ts";
import { evaluate } from "../evaluate.ts";
import { originOf } from "../origin.ts";
import { placeOf } from "../place.ts";
import { start } from "../point.ts";
import { textOf } from "../values.ts";
import type { Context } from "./context.ts";

/** FL4010: a path under a mount that is given to a program, a worker or a native addon without the agent. */
export function waysAround(context: Context): readonly Complaint[] {
  const { parsed, names } = context;
  if (!/child_process|worker_threads|\.node["']/.test(parsed.text)) return [];
  return names.calls.flatMap((node): readonly Complaint[] => {
    const what = without(context, node);
    const path = what === undefined ? undefined : (node.arguments ?? []).flatMap((argument) => pathsIn(context, argument)).at(0);
    if (path === undefined) return [];
    const message = `${quote(path)} is handed to ${what}: there it is a local path`;
    return [{ code: "FL4010", severity: "error", message, ...stretchOf(parsed, node.expression) }];
  });
}

/** What a call starts that has no agent. Children that run Node inherit it by `NODE_OPTIONS`, workers by their parent's options. */
function without(context: Context, node: ts.CallExpression | ts.NewExpression): string | undefined {
  const { compiler } = context.parsed;
  const origin = originOf(context.names, node.expression) ?? "";
  const args = node.arguments ?? [];
  if (/\.node(?:\.\w+)*$/.test(origin) && compiler.isCallExpression(node)) return "a native addon, which the agent does not see";
  if (compiler.isNewExpression(node) && origin === "worker_threads.Worker")
    return dropsOptions(context, args[1]) ? "a worker whose `execArgv` drops the agent" : undefined;
  const [, starts] = /^child_process\.(exec|execFile|fork|spawn)(?:Sync)?$/.exec(origin) ?? [];
  if (starts === undefined) return undefined;
  if (starts !== "fork" && !runsNode(context, args[0])) return "another program, which has no agent";
  return args.some((argument) => dropsOptions(context, argument)) ? "a process whose options drop the agent" : undefined;
}

/** `process.execPath`, `"node"`, `"node script.js"`. */
function runsNode({ parsed, names }: Context, command: ts.Expression | undefined): boolean {
  if (!command) return false;
  const text = textOf(evaluate(names, command, start));
  return text === undefined ? command.getText(parsed.source) === "process.execPath" : /^(?:\S*\/)?node(?:\s|$)/.test(text);
}

/** `execArgv` without those of the parent, or `env` without its `NODE_OPTIONS`. */
function dropsOptions({ parsed: { compiler, source } }: Context, options: ts.Expression | undefined): boolean {
  const bare = options && unwrap(compiler, options);
  if (!bare || !compiler.isObjectLiteralExpression(bare)) return false;
  return bare.properties.some((property) => {
    if (!compiler.isPropertyAssignment(property)) return false;
    const value = property.initializer.getText(source);
    const name = property.name.getText(source);
    if (name === "execArgv") return compiler.isArrayLiteralExpression(property.initializer) && !value.includes("process.execArgv");
    return name === "env" && compiler.isObjectLiteralExpression(property.initializer) && !/process\.env|NODE_OPTIONS/.test(value);
  });
}

/** Paths under a mount in an argument: as they are, in lists and options, within a command line. */
function pathsIn(context: Context, node: ts.Node): readonly string[] {
  const { parsed, names, configuration } = context;
  const { compiler } = parsed;
  if (compiler.isFunctionLike(node)) return [];
  const value = compiler.isExpression(node) ? evaluate(names, node, start) : undefined;
  const place = placeOf(configuration, value);
  if (place?.mount !== undefined) return [place.path ?? place.beginning ?? ""];
  const command = textOf(value) ?? "";
  const named = configuration.mounts.find(({ prefix }) => new RegExp(`(?:^|[\\s"'=:<>])${escaped(prefix)}(?:/|[\\s"']|$)`).test(command));
  if (named) return [named.prefix];
  const inner: string[] = [];
  compiler.forEachChild(node, (child) => void inner.push(...pathsIn(context, child)));
  return inner;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
