import type ts from "typescript";
import { propertyOf } from "../codes.ts";
import type { Complaint } from "../../core/source/complaint.ts";
import { asyncKeyword, isGenerator } from "../../core/source/functions.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import { type Parsed, type Stretch, stretchOf } from "../../core/source/parse.ts";
import type { Section } from "./sections.ts";

/**
 * FL1006: sections that are left at an `await` or `yield`.
 * Pairs of `beginCritical` and `endCritical` are followed along their paths (`paths.ts`).
 */
export function awaitsInSections(parsed: Parsed, sections: readonly Section[]): readonly Complaint[] {
  return sections.flatMap((section): readonly Complaint[] => {
    switch (section.kind) {
      case "call":
        return section.fn ? inFunction(parsed, section.fn, stretchOf(parsed, section.call.expression)) : [];
      case "tag":
        return inFunction(parsed, section.fn, section.tag);
      case "using":
        return awaitInSection(
          section.rest.flatMap((statement) => suspensions(parsed, statement)),
          stretchOf(parsed, section.call),
        );
      case "dropped":
      case "held":
      case "begin":
      case "end":
        return [];
    }
  });
}

function inFunction(parsed: Parsed, fn: FunctionNode, section: Stretch): readonly Complaint[] {
  const keyword = asyncKeyword(parsed, fn);
  if (!fn.body || (!keyword && !isGenerator(parsed, fn))) return [];
  const places = suspensions(parsed, fn.body);
  const star = "asteriskToken" in fn ? fn.asteriskToken : undefined;
  const marker = keyword ?? star;
  if (places.length > 0 || !marker) return awaitInSection(places, section);
  const what = keyword ? "async: it may only return a promise of its work" : "a generator: a call of it runs nothing";
  return [complaintAt(stretchOf(parsed, marker), `The body of this section is ${what}`, section, [])];
}

/** One finding for a section, at its first suspension. */
export function awaitInSection(places: readonly Suspension[], section: Stretch): readonly Complaint[] {
  const [first, ...others] = places;
  if (!first) return [];
  const message = `\`${first.word}\` in a section: the thread is suspended there, so what follows is no longer one unit with what came before`;
  return [complaintAt(first, message, section, others)];
}

function complaintAt(at: Stretch, message: string, section: Stretch, others: readonly Suspension[]): Complaint {
  return {
    code: "FL1006",
    severity: "error",
    property: propertyOf.FL1006 ?? "FL1006",
    start: at.start,
    end: at.end,
    message,
    related: [
      { start: section.start, end: section.end, message: "the section begins here" },
      ...others.map(({ start, end, word }) => ({ start, end, message: `another \`${word}\` in it` })),
    ],
  };
}

/** The token at which a function is suspended. */
export interface Suspension extends Stretch {
  readonly word: "await" | "yield";
}

/** In the node itself, not in functions inside it. */
export function suspensions(parsed: Parsed, node: ts.Node): readonly Suspension[] {
  const { compiler } = parsed;
  if (compiler.isFunctionLike(node)) return [];
  if (compiler.isClassLike(node)) return node.members.flatMap((member) => (member.name ? suspensions(parsed, member.name) : []));
  const own = suspensionAt(parsed, node);
  const inside: Suspension[] = [];
  compiler.forEachChild(node, (child) => {
    inside.push(...suspensions(parsed, child));
  });
  return own ? [own, ...inside] : inside;
}

/** Is this very node one? */
export function suspensionAt(parsed: Parsed, node: ts.Node): Suspension | undefined {
  const { compiler, source } = parsed;
  if (compiler.isAwaitExpression(node)) return token(node.getStart(source), "await");
  if (compiler.isYieldExpression(node)) return token(node.getStart(source), "yield");
  if (compiler.isForOfStatement(node) && node.awaitModifier) return token(node.awaitModifier.getStart(source), "await");
  return undefined;
}

const token = (start: number, word: "await" | "yield"): Suspension => ({ start, end: start + word.length, word });
