import { stackText, type VError } from "../objects/error.ts";
import type { Inspection } from "./console-inspect.ts";
import { constructorName, plainValue } from "./plain.ts";

/** An error as Node shows it: its stack, with the name that it has now. */
export function errorText(inspection: Inspection, error: VError): string {
  const title = titleOf(error);
  // One that the program makes itself, and has not been asked for, is not made here.
  const isLeft = "get" in (error.getOwn("stack") ?? {});
  const own = isLeft ? stackText(title, error.places) : plainValue(error, "stack");
  const stack = withName(typeof own === "string" && own !== "" ? own : title, error);
  const isBare = !stack.includes("\n    at");
  const text = isBare ? `[${stack}]` : stack;
  return inspection.indentation === 0 ? text : text.replaceAll("\n", `\n${" ".repeat(inspection.indentation)}`);
}

function titleOf(error: VError): string {
  const [name, message] = [plainValue(error, "name"), plainValue(error, "message")];
  return `${typeof name === "string" ? name : "Error"}${typeof message === "string" && message !== "" ? `: ${message}` : ""}`;
}

/** A stack begins with the name of the prototype's; classes that set none are named all the same. */
function withName(stack: string, error: VError): string {
  const name = constructorName(error) ?? "Error";
  const shown = plainValue(error, "name");
  const wanted = typeof shown === "string" && shown !== "Error" ? shown : name;
  if (stack.includes(wanted)) return stack;
  return stack.replace(/^([A-Z][A-Za-z0-9_]*Error|Error)/, wanted);
}
