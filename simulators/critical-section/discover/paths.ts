import type ts from "typescript";
import { awaitInSection, type Suspension } from "./awaits.ts";
import type { Bindings } from "./bindings.ts";
import type { Complaint } from "../../core/source/complaint.ts";
import { type Parsed, stretchOf } from "../../core/source/parse.ts";
import { type Exit, TooManyPaths } from "../../core/source/path-walk.ts";
import type { PathState } from "./path-states.ts";
import { SectionWalk } from "./path-walk.ts";
import type { Section } from "./sections.ts";
import { quote } from "../../core/source/words.ts";

/**
 * FL1017: paths, exceptions aside, that leave a function between begin and end; and FL1006 for what is suspended between the two.
 *
 * A function that only begins, for others to end, is no business of ours, unless it is a thread: nobody is behind it.
 *
 * @param threads Names of the functions that are threads.
 */
export function unbalancedPaths(
  parsed: Parsed,
  bindings: Bindings,
  sections: readonly Section[],
  threads: ReadonlySet<string>,
): readonly Complaint[] {
  const begins = sections.flatMap((section) => (section.kind === "begin" ? [section.call] : []));
  const functions = new Set(begins.map((call) => enclosing(parsed, call)));
  return [
    ...sections.flatMap((section) => (section.kind === "dropped" ? [droppedSection(parsed, section.call)] : [])),
    ...[...functions].flatMap((fn) => inFunction(parsed, bindings, fn, threads)),
  ];
}

function droppedSection(parsed: Parsed, call: ts.CallExpression): Complaint {
  const message = "This section is never ended, because nobody has the result of `critical()`: write `using _ = critical()`";
  return { code: "FL1017", severity: "warning", message, ...stretchOf(parsed, call.expression) };
}

/** The function that a node is part of, or the module. */
export function enclosing({ compiler }: Parsed, node: ts.Node): ts.SignatureDeclaration | ts.SourceFile {
  let outer = compiler.isSourceFile(node) ? node : node.parent;
  while (!compiler.isFunctionLike(outer) && !compiler.isSourceFile(outer)) outer = outer.parent;
  return outer;
}

function inFunction(
  parsed: Parsed,
  bindings: Bindings,
  fn: ts.SignatureDeclaration | ts.SourceFile,
  threads: ReadonlySet<string>,
): readonly Complaint[] {
  const walk = new SectionWalk(parsed, bindings);
  let exits: readonly Exit<PathState>[];
  try {
    exits = walk.exitsOf(fn);
  } catch (error) {
    if (error instanceof TooManyPaths) return [];
    throw error;
  }
  const name = nameOf(parsed, fn);
  const isLast = name !== undefined && threads.has(name);
  const leaving = walk.hasPairs || isLast ? leavingPaths(parsed, exits, name) : [];
  return [...leaving, ...suspended(parsed, walk.suspended)];
}

function leavingPaths(parsed: Parsed, exits: readonly Exit<PathState>[], name: string | undefined): readonly Complaint[] {
  const where = name === undefined ? "the function" : quote(name);
  const told = new Set<number>();
  return exits.flatMap((exit) =>
    [...exit.paths.values()].flatMap(({ open }): readonly Complaint[] => {
      const begin = open.at(-1);
      const at = exit.at ?? begin;
      if (!begin || !at || told.has(at.pos)) return [];
      told.add(at.pos);
      const begun = stretchOf(parsed, begin.expression);
      if (!exit.at) {
        const message = `A path from here to the end of ${where} has no \`endCritical\`: the section goes on behind it`;
        return [{ code: "FL1017", severity: "warning", message, ...begun }];
      }
      const start = exit.at.getStart(parsed.source);
      const message = `\`return\` leaves ${where} between \`beginCritical\` and \`endCritical\`: the section goes on behind it`;
      return [
        {
          code: "FL1017",
          severity: "warning",
          message,
          start,
          end: start + "return".length,
          related: [{ ...begun, message: "the section begins here" }],
        },
      ];
    }),
  );
}

function suspended(parsed: Parsed, places: ReadonlyMap<ts.CallExpression, readonly Suspension[]>): readonly Complaint[] {
  return [...places].flatMap(([begin, suspensions]) => awaitInSection(suspensions, stretchOf(parsed, begin.expression)));
}

function nameOf({ compiler }: Parsed, fn: ts.SignatureDeclaration | ts.SourceFile): string | undefined {
  if (compiler.isSourceFile(fn)) return undefined;
  if (fn.name && (compiler.isIdentifier(fn.name) || compiler.isPrivateIdentifier(fn.name))) return fn.name.text;
  const { parent } = fn;
  return compiler.isVariableDeclaration(parent) && compiler.isIdentifier(parent.name) ? parent.name.text : undefined;
}
