import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  MarkdownString,
  type TestController,
  type TestItem,
  TestMessage,
  type TextDocument,
  workspace,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  tests,
  Uri,
  Location,
} from "vscode";
import type { Problem } from "../../protocol/problem.ts";
import { type RunResult, run as runMethod, type ScenarioRef, type ScenarioStatus } from "../../protocol/requests.ts";
import { normalise } from "../addresses.ts";
import type { CodeTitles } from "../commands/code-titles.ts";
import type { ServerLink } from "../server/link.ts";
import { currentSettings } from "../server/settings.ts";
import { folderOf, uriIn } from "../trace/places.ts";
import { isGutterOn } from "./gutter.ts";
import { describe, stateOf } from "./look.ts";
import type { Results } from "./results.ts";
import { editorRange, shownPath } from "./text.ts";

/** The Test Explorer: an item for each scenario, and below it one for each property that was checked. */
export class ScenarioTests implements Disposable {
  readonly #server: ServerLink;
  readonly #results: Results;
  readonly #titles: CodeTitles;
  readonly #controller: TestController = tests.createTestController("faultline", "Faultline");
  /** Scenarios by id of their item. */
  readonly #refs = new Map<string, ScenarioRef>();
  /** Runs that go on until the user ends them: each new result is shown in them. */
  readonly #continuous = new Set<{ readonly run: TestRun; readonly request: TestRunRequest }>();
  readonly #lastPhase = new Map<string, ScenarioStatus["phase"]>();
  readonly #end: () => void;

  constructor(server: ServerLink, results: Results, titles: CodeTitles) {
    this.#server = server;
    this.#results = results;
    this.#titles = titles;
    this.#controller.createRunProfile(
      "Verify",
      TestRunProfileKind.Run,
      (request, token) => this.#run(request, token),
      true,
      undefined,
      true,
    );
    this.#controller.refreshHandler = async () => void (await server.start());
    const saves = workspace.onDidSaveTextDocument((document) => this.#saved(document));
    const end = server.store.onChange((uris) => this.#update(uris));
    this.#end = () => {
      saves.dispose();
      end();
    };
  }

  dispose(): void {
    this.#end();
    this.#controller.dispose();
  }

  #update(uris: readonly string[]): void {
    for (const uri of uris) {
      const statuses = this.#server.store.of(uri);
      const kept = new Set(statuses.map(idOf));
      for (const id of this.#refs.keys()) if (id.startsWith(`${uri}#`) && !kept.has(id)) this.#remove(id);
      for (const status of statuses) this.#updateItem(status);
    }
  }

  #remove(id: string): void {
    this.#controller.items.delete(id);
    this.#refs.delete(id);
    this.#lastPhase.delete(id);
  }

  #updateItem(status: ScenarioStatus): void {
    const id = idOf(status);
    const item = this.#controller.items.get(id) ?? this.#controller.createTestItem(id, status.scenario, Uri.parse(status.uri));
    item.label = status.scenario;
    item.description = shownPath(status.uri);
    // An item with a range takes the gutter's place from our own marks, which also tell what is obsolete.
    item.range = isGutterOn() ? undefined : editorRange(status.range);
    item.sortText = `${status.uri}#${String(status.range.start.line).padStart(7, "0")}`;
    this.#setProperties(item, status);
    if (!this.#refs.has(id)) this.#controller.items.add(item); // adding again would send it again
    this.#refs.set(id, { uri: status.uri, scenario: status.scenario });
    this.#follow(id, item, status);
  }

  /** While a scenario runs for the first time again, its properties stay as they were. */
  #setProperties(item: TestItem, { properties }: ScenarioStatus): void {
    const wanted = properties?.map(({ id }) => `${item.id}#${id}`);
    if (!properties || (wanted?.length === item.children.size && wanted.every((id) => item.children.get(id)))) return;
    item.children.replace(properties.map(({ id }) => this.#propertyItem(item, id)));
  }

  #propertyItem(parent: TestItem, property: string): TestItem {
    const id = `${parent.id}#${property}`;
    const known = parent.children.get(id);
    if (known) return known;
    const title = this.#titles.of(property);
    return this.#controller.createTestItem(id, title ? `${property} ${title}` : property, parent.uri);
  }

  /** A change of phase: an obsolete result is dimmed, a new one goes to the runs that are kept open. */
  #follow(id: string, item: TestItem, status: ScenarioStatus): void {
    const before = this.#lastPhase.get(id);
    this.#lastPhase.set(id, status.phase);
    if (before === status.phase) return;
    if (status.phase === "obsolete") this.#controller.invalidateTestResults(item);
    for (const { run, request } of this.#continuous) {
      if (!isAsked(request, item)) continue;
      if (status.phase === "running") run.started(item);
      else if (isEnd(status)) void this.#report(run, item, status);
    }
  }

  async #run(request: TestRunRequest, token: CancellationToken): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const items = this.#asked(request);
    if (request.continuous) {
      this.#keepOpen({ run, request }, token);
      for (const item of items) void this.#verify(item, token).catch(() => undefined); // #follow reports
      return;
    }
    for (const item of items) run.enqueued(item);
    try {
      await Promise.all(items.map((item) => this.#runItem(run, item, token)));
    } finally {
      run.end();
    }
  }

  #keepOpen(entry: { readonly run: TestRun; readonly request: TestRunRequest }, token: CancellationToken): void {
    this.#continuous.add(entry);
    token.onCancellationRequested(() => {
      this.#continuous.delete(entry);
      entry.run.end();
    });
  }

  async #runItem(run: TestRun, item: TestItem, token: CancellationToken): Promise<void> {
    run.started(item);
    try {
      const status = await this.#verify(item, token);
      if (status) await this.#report(run, item, status);
      else run.skipped(item);
    } catch (cause) {
      run.errored(item, new TestMessage(`The run could not be finished: ${String(cause)}`));
    }
  }

  async #verify(item: TestItem, token: CancellationToken): Promise<ScenarioStatus | undefined> {
    const ref = this.#refs.get(item.id);
    if (!ref) return undefined;
    const { scenarios } = await this.#server.request<RunResult>(runMethod, { uris: [ref.uri], scenario: ref.scenario }, token);
    return scenarios.find(({ scenario }) => scenario === ref.scenario);
  }

  /** Who keeps tests running wants them run, also where `faultline.run` says that nothing runs by itself. */
  #saved(document: TextDocument): void {
    if (currentSettings().run !== "manual") return;
    const uri = normalise(document.uri.toString());
    for (const { request } of this.#continuous) {
      const items = this.#asked(request).filter(({ id }) => id.startsWith(`${uri}#`));
      for (const item of items) void this.#verify(item, new CancellationTokenSource().token).catch(() => undefined);
    }
  }

  /** The scenarios that a request means: all, or those named, also by one of their properties. */
  #asked(request: TestRunRequest): readonly TestItem[] {
    return [...this.#refs.keys()].flatMap((id) => {
      const item = this.#controller.items.get(id);
      return item && isAsked(request, item) ? [item] : [];
    });
  }

  async #report(run: TestRun, item: TestItem, status: ScenarioStatus): Promise<void> {
    const result = await this.#results.of(status).catch(() => undefined);
    const folder = result && folderOf(status.uri, result.path);
    const messages = (result?.problems ?? [])
      .filter(({ suppressed }) => suppressed === undefined)
      .map((problem) => ({ property: problem.property ?? problem.code, message: this.#message(status, problem, folder) }));
    run.appendOutput(`${status.scenario}: ${describe(status)}\r\n`, undefined, item);
    if (status.reason) run.appendOutput(`${status.reason.message.replaceAll("\n", "\r\n")}\r\n`, undefined, item);
    this.#setProperties(item, status);
    settle(run, item, status, item.children.size === 0 ? messages.map(({ message }) => message) : []);
    for (const property of status.properties ?? []) {
      const child = item.children.get(`${item.id}#${property.id}`);
      const own = messages.filter((entry) => entry.property === property.id).map(({ message }) => message);
      if (child) settle(run, child, { ...status, verdict: property.verdict }, own);
    }
  }

  #message(status: ScenarioStatus, problem: Problem, folder: string | undefined): TestMessage {
    const text = new MarkdownString().appendText(`${problem.code} ${problem.message}`);
    const message = new TestMessage(text);
    const uri = (folder && uriIn(folder, problem.path)) ?? status.uri;
    message.location = new Location(Uri.parse(uri), editorRange(problem.range));
    return message;
  }
}

/** Undecided is neither passed nor failed; what could not be run at all is an error for the user to mend. */
function settle(run: TestRun, item: TestItem, status: ScenarioStatus, messages: readonly TestMessage[]): void {
  const state = stateOf(status);
  switch (state) {
    case "holds":
      return run.passed(item, status.milliseconds);
    case "violated":
      return run.failed(item, messages.length > 0 ? [...messages] : new TestMessage(describe(status)), status.milliseconds);
    case "not-run":
    case "failed":
      return run.errored(item, new TestMessage(status.reason?.message ?? describe(status)), status.milliseconds);
    case "undecided":
    case "obsolete":
    case "cancelled":
    case "blocked":
    case "new":
    case "running":
    case "queued":
      return run.skipped(item);
  }
}

function isAsked(request: TestRunRequest, item: TestItem): boolean {
  const names = (list: readonly TestItem[] | undefined) => list?.some(({ id }) => id === item.id || id.startsWith(`${item.id}#`));
  if (request.exclude?.some(({ id }) => id === item.id)) return false;
  return request.include === undefined || names(request.include) === true;
}

const idOf = ({ uri, scenario }: ScenarioRef): string => `${normalise(uri)}#${scenario}`;
const isEnd = ({ phase }: ScenarioStatus): boolean => phase === "done" || phase === "crashed" || phase === "cancelled";
