import {
  type Command,
  type Disposable,
  EventEmitter,
  MarkdownString,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
} from "vscode";
import { showTraceCommand } from "../../protocol/commands.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Verdict } from "../../protocol/report.ts";
import type { ScenarioStatus } from "../../protocol/requests.ts";
import type { CodeTitles } from "../commands/code-titles.ts";
import type { ServerLink } from "../server/link.ts";
import { folderOf, uriIn } from "../trace/places.ts";
import { describe, type Icon, iconOf, stateOf, words } from "./look.ts";
import type { Results } from "./results.ts";
import { editorRange, shownPath, themeIcon } from "./text.ts";

/** A line of the tree: a scenario; below it what is wrong, then the properties that were checked. */
export type TreeNode =
  | { readonly kind: "scenario"; readonly status: ScenarioStatus }
  | { readonly kind: "problem"; readonly status: ScenarioStatus; readonly problem: Problem; readonly folder: string | undefined }
  | { readonly kind: "property"; readonly status: ScenarioStatus; readonly id: string; readonly verdict: Verdict };

export function showScenarioTree(server: ServerLink, results: Results, titles: CodeTitles): Disposable {
  const provider = new ScenarioTree(server, results, titles);
  const view = window.createTreeView("faultline.scenarios", { treeDataProvider: provider, showCollapseAll: true });
  let pending: NodeJS.Timeout | undefined;
  const refresh = () => {
    pending = undefined;
    const violated = server.store.all().filter((status) => stateOf(status) === "violated").length;
    view.badge = violated > 0 ? { value: violated, tooltip: `${violated} violated` } : undefined;
    provider.refresh();
  };
  const end = server.store.onChange(() => {
    pending ??= setTimeout(refresh, 150); // progress comes ten times a second: more than an eye needs
  });
  return {
    dispose() {
      end();
      clearTimeout(pending);
      view.dispose();
    },
  };
}

class ScenarioTree implements TreeDataProvider<TreeNode> {
  readonly #server: ServerLink;
  readonly #results: Results;
  readonly #titles: CodeTitles;
  readonly #changes = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(server: ServerLink, results: Results, titles: CodeTitles) {
    this.#server = server;
    this.#results = results;
    this.#titles = titles;
  }

  refresh(): void {
    this.#changes.fire(undefined);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) return this.#server.store.all().map((status) => ({ kind: "scenario", status }));
    return node.kind === "scenario" ? this.#childrenOf(node.status) : [];
  }

  async #childrenOf(status: ScenarioStatus): Promise<TreeNode[]> {
    const result = await this.#results.of(status).catch(() => undefined);
    const folder = result && folderOf(status.uri, result.path);
    const problems = (result?.problems ?? []).map((problem): TreeNode => ({ kind: "problem", status, problem, folder }));
    const shown = new Set(result?.problems.map(({ property, code }) => property ?? code));
    const properties = (status.properties ?? result?.properties ?? []).filter(
      ({ id, verdict }) => verdict !== "violated" || !shown.has(id),
    );
    return [...problems, ...properties.map(({ id, verdict }): TreeNode => ({ kind: "property", status, id, verdict }))];
  }

  getTreeItem(node: TreeNode): TreeItem {
    switch (node.kind) {
      case "scenario":
        return scenarioItem(node.status);
      case "problem":
        return problemItem(node.status, node.problem, node.folder);
      case "property":
        return propertyItem(node.status, node.id, node.verdict, this.#titles.of(node.id));
    }
  }
}

function scenarioItem(status: ScenarioStatus): TreeItem {
  const state = stateOf(status);
  const hasChildren = status.verdict !== undefined || status.phase === "running";
  const item = new TreeItem(status.scenario, hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
  item.id = `${status.uri}#${status.scenario}`;
  item.description = `${describe(status)} · ${shownPath(status.uri)}`;
  item.iconPath = themeIcon(iconOf(state));
  item.tooltip = scenarioTooltip(status);
  item.contextValue = ["scenario", isWorking(status) ? "working" : "still", ...(status.traces ? ["traced"] : [])].join(".");
  item.command = openCommand(Uri.parse(status.uri), status);
  return item;
}

function scenarioTooltip(status: ScenarioStatus): MarkdownString {
  const text = new MarkdownString();
  text.appendText(`${status.scenario}: ${describe(status)}`);
  if (status.reason) text.appendMarkdown("\n\n").appendText(status.reason.message);
  if (status.bounds) text.appendMarkdown("\n\n").appendText(`Bounds: ${status.bounds}`);
  return text;
}

function problemItem(status: ScenarioStatus, problem: Problem, folder: string | undefined): TreeItem {
  const item = new TreeItem(problem.message, TreeItemCollapsibleState.None);
  item.description = problem.suppressed ? `${problem.code} · suppressed: ${problem.suppressed}` : problem.code;
  item.iconPath = themeIcon(stateOf(status) === "obsolete" ? iconOf("obsolete") : severityIcons[problem.severity]);
  item.tooltip = problem.message;
  item.contextValue = problem.trace === undefined ? "problem" : "problem.traced";
  const uri = (folder && uriIn(folder, problem.path)) ?? status.uri;
  item.command = openCommand(Uri.parse(uri), problem);
  return item;
}

function propertyItem(status: ScenarioStatus, id: string, verdict: Verdict, title: string | undefined): TreeItem {
  const item = new TreeItem(title ? `${id} ${title}` : id, TreeItemCollapsibleState.None);
  const state = stateOf(status) === "obsolete" ? "obsolete" : verdict;
  item.id = `${status.uri}#${status.scenario}#${id}`;
  item.description = words(verdict);
  item.iconPath = themeIcon(iconOf(state));
  item.contextValue = "property";
  return item;
}

const severityIcons: { readonly [severity in Problem["severity"]]: Icon } = {
  error: { id: "error", colour: "list.errorForeground" },
  warning: { id: "warning", colour: "list.warningForeground" },
  information: { id: "info" },
};

const isWorking = ({ phase }: ScenarioStatus): boolean => phase === "running" || phase === "queued";

function openCommand(uri: Uri, { range }: Pick<ScenarioStatus, "range">): Command {
  return { command: "vscode.open", title: "Open", arguments: [uri, { selection: editorRange(range), preview: true }] };
}

/** What `Show Trace` means on a line of the tree. */
export function traceCommandOf(node: TreeNode): Command | undefined {
  if (node.kind !== "problem" || node.problem.trace === undefined) return undefined;
  const { uri, scenario } = node.status;
  return { command: showTraceCommand, title: "Show Trace", arguments: [{ kind: "result", uri, scenario, trace: node.problem.trace }] };
}
