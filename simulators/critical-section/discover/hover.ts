import type ts from "typescript";
import type { Position } from "../../../protocol/source.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import type { HoverText, SourceUnit } from "../../core/simulator.ts";
import { bindingsOf, libraryNameOf, type LibraryName, libraryNames } from "./bindings.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { claims } from "./discover.ts";
import { libraryTexts } from "./library.ts";
import { mentionsSections, moduleName } from "./mentions.ts";
import { splitOption } from "./options.ts";
import { type Parsed, parse, type Stretch } from "../../core/source/parse.ts";
import { type Tag, tagsOf } from "../../core/source/tags.ts";
import { tagInfo, tagLanguage } from "./vocabulary.ts";

/** What a tag, an option of one, or a name of the library means. */
export function hover(unit: SourceUnit, position: Position): HoverText | undefined {
  if (!claims(unit.path) || !mentionsSections(unit.text)) return undefined;
  const offset = offsetAt(lineStarts(unit.text), unit.text, position);
  const parsed = parse(unit);
  const found = parsed && (inComment(parsed, offset) ?? inCode(parsed, offset));
  return found && { range: rangeBetween(parsed.lines, found.start, found.end), text: found.text };
}

interface Found extends Stretch {
  readonly text: string;
}

const isIn = ({ start, end }: Stretch, offset: number): boolean => start <= offset && offset <= end;

function inComment({ text, ...parsed }: Parsed, offset: number): Found | undefined {
  const comment = docCommentsOf({ text, ...parsed }).find((candidate) => isIn(candidate, offset));
  if (!comment) return undefined;
  for (const tag of tagsOf(text, comment, tagLanguage)) {
    const info = tagInfo(tag.name);
    if (info && isIn(tag, offset)) return { start: tag.start, end: tag.end, text: `**${info.title}**: ${info.about}` };
    const option = info && optionAt(tag, offset);
    if (option) return option;
  }
  return undefined;
}

function optionAt(tag: Tag, offset: number): Found | undefined {
  const word = tag.words.find((candidate) => isIn(candidate, offset));
  if (!word) return undefined;
  const key = tag.name === "env" ? "NAME" : /^x\d+$/.test(word.text) ? "xN" : (splitOption(word)?.key.text ?? word.text);
  const option = tagInfo(tag.name)?.options.find(({ name }) => name === key);
  return option && { start: word.start, end: word.end, text: `\`${option.name}\`: ${option.about}` };
}

function inCode(parsed: Parsed, offset: number): Found | undefined {
  const identifier = identifierAt(parsed, parsed.source, offset);
  if (!identifier) return undefined;
  const name = nameOf(parsed, identifier);
  if (!name) return undefined;
  return {
    start: identifier.getStart(parsed.source),
    end: identifier.end,
    text: `\`${name}\` of \`${moduleName}\`: ${libraryTexts[name]}`,
  };
}

function identifierAt({ compiler, source }: Parsed, node: ts.Node, offset: number): ts.Identifier | undefined {
  for (let inner: ts.Node | undefined = node; inner; ) {
    if (compiler.isIdentifier(inner)) return inner;
    inner = compiler.forEachChild(inner, (child) => (child.getStart(source) <= offset && offset <= child.end ? child : undefined));
  }
  return undefined;
}

function nameOf(parsed: Parsed, identifier: ts.Identifier): LibraryName | undefined {
  const { compiler } = parsed;
  const { parent } = identifier;
  if (compiler.isImportSpecifier(parent)) {
    const from = parent.parent.parent.parent.moduleSpecifier;
    const imported = (parent.propertyName ?? parent.name).text;
    return compiler.isStringLiteral(from) && from.text === moduleName ? libraryNames.find((name) => name === imported) : undefined;
  }
  const isMember = compiler.isPropertyAccessExpression(parent) && parent.name === identifier;
  const isDeclared =
    (compiler.isVariableDeclaration(parent) || compiler.isParameter(parent) || compiler.isPropertyAssignment(parent)) &&
    parent.name === identifier;
  if (isDeclared) return undefined;
  return libraryNameOf(parsed, bindingsOf(parsed), isMember ? parent : identifier);
}
