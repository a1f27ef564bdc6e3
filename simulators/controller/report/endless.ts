import type { Json } from "../../../protocol/json.ts";
import type { CallAnswer, Ending } from "../process/types.ts";
import type { FindingDetail, Run, RunStep, StepAction } from "../properties/types.ts";
import { gerund, parted } from "./call-forms.ts";
import { answerWords, callWords, requestWords } from "./request-words.ts";
import { builtinName, type Told } from "./step-words.ts";
import { whyRefused } from "./why-refused.ts";

/** What goes on for ever: the same steps, failures, or ever more objects. */
export function endlessText(
  run: Run,
  detail: FindingDetail & { readonly kind: "livelock" | "growth" | "rounds" },
  resource: string,
  told: Told,
): string {
  const round = run.steps.slice(run.loop ?? 0);
  if (detail.kind === "growth") return growthText(round, told);
  if (detail.kind === "rounds") return `the cluster never comes to rest: ${roundText(run.steps.slice(-detail.steps), told)}`;
  if (detail.isFailing) return failingText(round, resource, told);
  return `the cluster never comes to rest: ${roundText(round, told)}`;
}

/** The writes of one round, in few words. */
function roundText(round: readonly RunStep[], told: Told): string {
  const { names } = told;
  const writes = round.filter(({ changes, external }) => changes.length > 0 || external);
  const own = [...new Set(writes.flatMap(({ action }) => (action.kind === "call" ? [callWords(action.call, names)] : [])))];
  const [first, second] = own;
  if (first === undefined) return "the same steps repeat for ever";
  const answering = writes.flatMap(({ action }) => (action.kind === "builtin" ? [action] : []));
  const other = answering.find(({ request }) => parted(requestWords(request, names)).rest === parted(first).rest);
  if (second === undefined && other)
    return `reconcile ${first}, which the ${builtinName(other.controller)} ${parted(requestWords(other.request, names)).verb} again`;
  if (second === undefined) return `reconcile ${first} over and over`;
  const [a, b] = [parted(first), parted(second)];
  return a.rest === b.rest
    ? `reconcile ${a.verb} and ${b.verb} ${a.rest}, over and over`
    : `reconcile ${first} and ${second}, over and over`;
}

function failingText(round: readonly RunStep[], resource: string, { names }: Told): string {
  for (const { action, ending } of round.toReversed()) {
    if (action.kind !== "call" || ending?.kind !== "threw" || !isRefusal(action.answer)) continue;
    const answer = refusalText(action, names);
    if (isToldBy(ending, action)) return `every reconcile of ${resource} fails: ${answer}`;
    // What the code makes of the answer is its own.
    return `every reconcile of ${resource} fails: ${firstLine(ending.message)}, after ${answer}`;
  }
  const last = round.findLast(({ ending }) => ending !== undefined)?.ending;
  if (last === undefined) return `the reconcile of ${resource} never ends: it does the same for ever`;
  if (last.kind === "exited") return `every reconcile of ${resource} ends the process with status ${last.code}, for ever`;
  return `every reconcile of ${resource} fails${last.kind === "threw" ? `: ${firstLine(last.message)}` : ", and is tried again for ever"}`;
}

/** "404 when reading Secret token", "broker.ensure fails: no such topic". */
function refusalText({ call, answer }: StepAction & { readonly kind: "call" }, names: Told["names"]): string {
  const words = callWords(call, names);
  const said = answerWords(call, answer);
  if (call.target.kind === "external") return said.replace(/^it/, words.replace(/^calls /, ""));
  const why = call.target.kind === "api" && answer.kind === "answer" ? whyRefused(answer, call.target.request.path) : "";
  return `${said} when ${gerund(words)}${why === "" ? "" : `: ${why}`}`;
}

const isRefusal = (answer: CallAnswer): boolean => answer.kind === "lost" || answer.code >= 400;

/** What is thrown is the answer itself, as the client passes it on. */
function isToldBy(
  { code, message }: Ending & { readonly kind: "threw" },
  { call, answer }: StepAction & { readonly kind: "call" },
): boolean {
  if (call.target.kind === "external") return answer.kind === "lost" || message.includes(bodyMessage(answer.body));
  return answer.kind === "lost"
    ? code === undefined && !/^(?:Type|Range|Reference|Syntax)Error\b(?!: fetch failed)/.test(message)
    : code === answer.code;
}

const bodyMessage = (body: Json): string => (body as { readonly message?: string } | null)?.message ?? "";

const firstLine = (text: string): string => text.split("\n", 1).join();

function growthText(steps: readonly RunStep[], { names }: Told): string {
  const last = steps.findLast(({ action, changes }) => action.kind === "call" && changes.length > 0)?.action;
  if (last?.kind !== "call") return "the cluster grows with every reconcile, without end";
  const { verb, rest } = parted(callWords(last.call, names));
  return verb === "creates"
    ? `every reconcile creates another ${rest}: the cluster grows without end`
    : `every reconcile ${verb} ${rest}, which grows without end`;
}
