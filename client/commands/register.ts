import { commands, type Disposable, Uri, window } from "vscode";
import { explainCommand, runCommand, showTraceCommand, stopCommand } from "../../protocol/commands.ts";
import type { RunParams, ScenarioRef, StopParams } from "../../protocol/requests.ts";
import { editorRange } from "../scenarios/text.ts";
import { traceCommandOf, type TreeNode } from "../scenarios/tree.ts";
import type { Services } from "../services.ts";
import type { Move } from "../trace/move.ts";
import { addTypes } from "./add-types.ts";
import { explain } from "./explain.ts";
import { exportSomething } from "./export.ts";
import { showMenu } from "./menu.ts";
import { createRegressionTest } from "./regression-test.ts";
import { stop, verify, verifyFile, verifyScenario, verifyWorkspace } from "./run.ts";
import { newConfiguration, newCriticalSection, newRemoteFile } from "./sample.ts";
import { showSetupReport } from "./setup-report.ts";
import { replayTraceFile, showTrace } from "./show-trace.ts";

/** Every command. An argument comes from a lens, the tree, a menu or a key, so it is of any shape. */
export function registerCommands(services: Services): Disposable[] {
  const { server, output, views } = services;
  const handlers: { readonly [id: string]: (argument: unknown) => unknown } = {
    "faultline.verifyScenario": (argument) => verifyScenario(services, scenarioOf(argument)),
    "faultline.verifyFile": (argument) => verifyFile(services, uriOf(argument)),
    "faultline.verifyWorkspace": () => verifyWorkspace(services),
    [runCommand]: (argument) => run(services, argument),
    [stopCommand]: (argument) => stop(services, scenarioOf(argument) ?? ({} satisfies StopParams)),
    [showTraceCommand]: (argument) => showTrace(services, traceArgument(argument)),
    [explainCommand]: (argument) => explain(services, argument),
    "faultline.replayTraceFile": (argument) => replayTraceFile(services, argument instanceof Uri ? argument : undefined),
    "faultline.export": (argument) => exportSomething(services, argument),
    "faultline.createRegressionTest": (argument) => createRegressionTest(services, argument),
    "faultline.addTypes": () => addTypes(services),
    "faultline.newCriticalSection": () => newCriticalSection(services),
    "faultline.newConfiguration": () => newConfiguration(services),
    "faultline.newRemoteFile": () => newRemoteFile(services),
    "faultline.showOutput": () => output.show(true),
    "faultline.restartServer": () => server.restart(),
    "faultline.setupReport": () => showSetupReport(services),
    "faultline.menu": () => showMenu(services),
    "faultline.openScenario": (argument) => openScenario(services, argument),
    ...Object.fromEntries(Object.entries(moves).map(([id, to]) => [id, () => views.current?.move(to)])),
  };
  return Object.entries(handlers).map(([id, handler]) =>
    commands.registerCommand(id, (argument) => guarded(services, id, handler, argument)),
  );
}

const moves: { readonly [id: string]: Move } = {
  "faultline.nextStep": "next",
  "faultline.previousStep": "previous",
  "faultline.firstStep": "first",
  "faultline.lastStep": "last",
  "faultline.failureStep": "harm",
  "faultline.nextEvent": "next-event",
  "faultline.previousEvent": "previous-event",
};

/** A command that fails says so in words, and the details go to the output. */
async function guarded({ output }: Services, id: string, handler: (argument: unknown) => unknown, argument: unknown): Promise<void> {
  try {
    await handler(argument);
  } catch (cause) {
    output.error(`${id} failed`, cause instanceof Error ? cause : String(cause));
    const answer = await window.showErrorMessage(`Faultline: ${cause instanceof Error ? cause.message : String(cause)}`, "Show Output");
    if (answer) output.show(true);
  }
}

/** What a lens or the panel asks to run: `RunParams`. */
async function run(services: Services, argument: unknown): Promise<void> {
  const { uris, scenario, deep } = (argument ?? {}) as Partial<RunParams>;
  await verify(
    services,
    { ...(uris ? { uris } : {}), ...(scenario ? { scenario } : {}), ...(deep ? { deep } : {}) },
    scenario ?? "scenarios",
  );
}

async function openScenario({ server }: Services, argument: unknown): Promise<void> {
  const ref = scenarioOf(argument);
  const status = ref && server.store.find(ref);
  if (status) await window.showTextDocument(Uri.parse(status.uri), { selection: editorRange(status.range) });
}

/** A scenario, or a line of the tree that belongs to one. */
function scenarioOf(argument: unknown): ScenarioRef | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const { uri, scenario, status } = argument as { readonly uri?: unknown; readonly scenario?: unknown; readonly status?: unknown };
  if (typeof uri === "string" && typeof scenario === "string") return { uri, scenario };
  return status === undefined ? undefined : scenarioOf(status);
}

function traceArgument(argument: unknown): unknown {
  const isNode = typeof argument === "object" && argument !== null && "status" in argument;
  if (!isNode) return argument;
  return traceCommandOf(argument as TreeNode)?.arguments?.[0] ?? scenarioOf(argument);
}

function uriOf(argument: unknown): string | undefined {
  if (argument instanceof Uri) return argument.toString();
  return typeof argument === "string" ? argument : scenarioOf(argument)?.uri;
}
