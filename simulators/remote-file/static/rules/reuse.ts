import type { Complaint } from "../../../core/source/complaint.ts";
import { quote } from "../../../core/source/words.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { copied } from "../fixes/copy.ts";
import type { Reuse } from "../sightings.ts";
import { type Context, textOf } from "./context.ts";

/** FL4016: a buffer belongs to the adapter until its read or write is complete. */
export function reusedBuffers(context: Context): readonly Complaint[] {
  const told = new Set<string>();
  return context.sightings.reuses.flatMap((reuse): readonly Complaint[] => {
    // A buffer that is changed and then given away once more is one mistake.
    const key = `${reuse.begun.pos}`;
    if (told.has(key)) return [];
    told.add(key);
    return [complaint(context, reuse)];
  });
}

function complaint(context: Context, reuse: Reuse): Complaint {
  const { compiler, source } = context.parsed;
  const { begun, at, by } = reuse;
  const method = compiler.isPropertyAccessExpression(begun.expression)
    ? begun.expression.name.getText(source)
    : textOf(context, begun.expression);
  const [data] = begun.arguments ?? [];
  const buffer = data && compiler.isIdentifier(data) ? quote(data.text) : "the buffer";
  const what = {
    change: `${buffer} is changed while \`${method}\` may still be under way: its bytes are taken when they are sent`,
    second: `${buffer} is given to two writes at once: it belongs to the first one until that is complete`,
    read: `a read puts bytes into ${buffer} while \`${method}\` may still be under way on it`,
  }[by];
  const place = compiler.isCallExpression(at) ? at.expression : at;
  return {
    code: "FL4016",
    severity: "error",
    message: what,
    ...stretchOf(context.parsed, place),
    related: [{ ...stretchOf(context.parsed, begun.expression), message: "begun here, and not awaited before" }],
    fixes: copied(context, reuse),
  };
}
