import type { Position } from "../../../protocol/source.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import type { HoverText, SourceUnit } from "../../core/simulator.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { parse, type Stretch } from "../../core/source/parse.ts";
import { tagsOf } from "../../core/source/tags.ts";
import { hoverRemoteFiles } from "../config/complete.ts";
import { claimsConfiguration, configurationName } from "../config/index.ts";
import { operationUs } from "../latency/cost.ts";
import { understood } from "./configuration.ts";
import { claimsModule, mentionsProcesses } from "./mentions.ts";
import { tagInfo, tagLanguage } from "./vocabulary.ts";

/** What a field of a configuration, a tag or its node means. */
export function hover(unit: SourceUnit, position: Position): HoverText | undefined {
  if (claimsConfiguration(unit.path)) return hoverRemoteFiles(unit, position);
  if (!claimsModule(unit.path) || !mentionsProcesses(unit.text)) return undefined;
  const offset = offsetAt(lineStarts(unit.text), unit.text, position);
  const parsed = parse(unit);
  const comment = parsed && docCommentsOf(parsed).find((candidate) => isIn(candidate, offset));
  if (!parsed || !comment) return undefined;
  const tags = tagsOf(parsed.text, comment, tagLanguage);
  // Other tags may be anybody's where no process stands.
  if (!docCommentsOf(parsed).some((one) => tagsOf(parsed.text, one, tagLanguage).some(({ name }) => name === "process"))) return undefined;
  for (const tag of tags) {
    const info = tagInfo(tag.name);
    if (info && isIn(tag, offset))
      return { range: rangeBetween(parsed.lines, tag.start, tag.end), text: `**${info.title}**: ${info.about}` };
    const word = info && tag.words.find((candidate) => isIn(candidate, offset));
    if (!info || !word) continue;
    const name = info.name === "env" ? "NAME" : word.text.split("=")[0];
    const option = info.options.find((one) => one.name === name);
    if (!option) continue;
    const node = info.name === "process" ? nodeText(unit, word.text.slice(word.text.indexOf("=") + 1)) : "";
    return { range: rangeBetween(parsed.lines, word.start, word.end), text: `\`${option.name}\`: ${option.about}${node}` };
  }
  return undefined;
}

const isIn = ({ start, end }: Stretch, offset: number): boolean => start <= offset && offset <= end;

function nodeText(unit: SourceUnit, name: string): string {
  const file = unit.nearest?.(configurationName);
  const node = file && understood(file).configuration?.nodes.find((one) => one.name === name);
  if (!node || !file) return "";
  const { nic } = node;
  const times = `open ${nic.openUs} µs, read of 4 KiB ${operationUs(nic, 4096).toFixed(1)} µs (simulated)`;
  return `\n\n\`${node.name}\` of \`${file.path}\`: role \`${node.role}\`, adapter \`${nic.name}\`: ${times}${node.mayCrash ? "; it may crash" : ""}.`;
}
