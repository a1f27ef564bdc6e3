import { type Context, say } from "./context.ts";
import { type ConfigNode, elementsOf, type Pointer } from "../../core/config/node.ts";

/** Ports of a switch, ascending; one that it does not have breaks a bound. @param noun What they are, in the plural. */
export function readPorts(
  context: Context,
  node: ConfigNode | undefined,
  width: number,
  noun: string,
  pointer: Pointer,
): readonly number[] {
  const ports = elementsOf(node).flatMap((element, index) => {
    const port = element.kind === "number" ? Number(element.value) : -1;
    if (port < width) return [port];
    say(context, "FL3000", "error", [...pointer, index], `There is no ${port}: the ${noun} are numbered 0 to ${width - 1}`);
    return [];
  });
  return ports.sort((a, b) => a - b);
}
