import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import type { Reuse } from "../sightings.ts";
import type { Context } from "../rules/context.ts";

/** Each write gets bytes of its own. */
export function copied({ parsed }: Context, { begun }: Reuse): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const callee = begun.expression.getText(source);
  if (!/\.(?:write|writeFile)$/.test(callee)) return [];
  const [data] = begun.arguments ?? [];
  if (!data || !compiler.isIdentifier(data)) return [];
  const { start, end } = stretchOf(parsed, data);
  return [
    {
      title: `Write a copy of \`${data.text}\``,
      edits: [editOf(parsed, start, end, `Buffer.from(${text.slice(start, end)})`)],
      preferred: true,
    },
  ];
}
