import type { TraceAbout, TraceHead } from "../../../protocol/requests.ts";
import { formatDuration } from "../model/format.ts";
import { verdictWords } from "../model/status.ts";
import { button, h } from "./dom.ts";
import { icon } from "./icons.ts";

export interface HeaderActions {
  readonly explain: (code: string) => void;
  readonly replay: () => void;
  readonly exportTrace: () => void;
  readonly createTest: () => void;
}

/** Title, verdict with its bounds, and the actions. */
export function headerView(head: TraceHead, about: TraceAbout, actions: HeaderActions): HTMLElement {
  const sign = icon(about.isObsolete ? "obsolete" : about.verdict);
  const took = formatDuration(about.milliseconds);
  const bounds = about.bounds.map((bound, index) => (index === about.bounds.length - 1 ? `${bound} · ${took}` : bound));
  return h(
    "header",
    {},
    h("h1", { class: `verdict-${about.verdict}` }, sign, h("span", { text: head.title })),
    h(
      "div",
      { class: "meta" },
      h("span", { class: `v verdict-${about.verdict}`, text: verdictWords[about.verdict] }),
      ...about.codes.map(({ code, title }) => h("span", {}, codeLink(code, actions), ` ${title}`)),
      ...(bounds.length > 0 ? bounds : [took]).map((text) => h("span", { text })),
      h(
        "div",
        { class: "acts" },
        button("Replay", actions.replay, { class: "btn p", title: "Run this trace again and say whether it still fails" }),
        button("Export…", actions.exportTrace),
        button("Create test", actions.createTest),
      ),
    ),
  );
}

function codeLink(code: string, actions: HeaderActions): HTMLElement {
  return h("button", {
    class: "link",
    text: code,
    title: `What ${code} means`,
    attributes: { type: "button" },
    onClick: () => actions.explain(code),
  });
}
