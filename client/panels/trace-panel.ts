import type { FromPanel, PanelState } from "../../protocol/panel.ts";
import type { Phase, OpenTraceResult, ScenarioStatus, TraceWindow } from "../../protocol/requests.ts";
import type { SourceSpan } from "../../protocol/source.ts";
import type { Step } from "../../protocol/trace.ts";
import { plainMessage } from "./model/format.ts";
import type { Command, Move } from "./model/keys.ts";
import { findStep } from "./model/scan.ts";
import { nextMark } from "./model/scrubber.ts";
import { TraceSource } from "./model/source.ts";
import { bannerOf, phaseOfTrace, type StatusAction } from "./model/status.ts";
import { pictureView } from "./pictures/picture.ts";
import type { PictureView } from "./pictures/picture-view.ts";
import { h } from "./view/dom.ts";
import { FooterView } from "./view/footer.ts";
import { headerView } from "./view/header.ts";
import { HelpView } from "./view/help.ts";
import { LassoView } from "./view/lasso.ts";
import type { Moment, Panel, SectionView } from "./view/moment.ts";
import { Player } from "./view/player.ts";
import { focusNextSection } from "./view/section-stops.ts";
import { StateView } from "./view/state.ts";
import { StatusView } from "./view/status.ts";
import { StepsView } from "./view/steps.ts";
import { TextView } from "./view/text.ts";
import { TransportView } from "./view/transport.ts";
import { UpcallView } from "./view/upcall.ts";

/** How the panel of a trace reaches the rest of the window. */
export interface Surroundings {
  send(message: FromPanel): void;
  keep(state: PanelState): void;
  announce(text: string): void;
}

/** Where the panel of a trace begins: on the step that harms, or where it was left. */
export type Beginning = Pick<PanelState, "step" | "folded" | "unfoldedPods">;

/** One trace: all its sections around one current step. */
export class TracePanel implements Panel {
  readonly element: HTMLElement;
  readonly source: TraceSource;
  readonly #around: Surroundings;
  readonly #banner: HTMLElement;
  readonly #result: HTMLElement;
  readonly #transport: TransportView;
  readonly #steps: StepsView;
  readonly #text: TextView;
  readonly #footer: FooterView;
  readonly #help: HelpView;
  readonly #picture: PictureView | undefined;
  readonly #sections: readonly SectionView[];
  readonly #player: Player;
  #folded: ReadonlySet<string>;
  #unfoldedPods: readonly number[];
  #step: number;
  #search = new AbortController();
  #status: ScenarioStatus | undefined;
  #strip: StatusView | undefined;
  #isOutdated: boolean;

  constructor(opened: OpenTraceResult, beginning: Beginning, around: Surroundings) {
    this.#around = around;
    this.#step = Math.min(Math.max(0, beginning.step), Math.max(0, opened.steps - 1));
    this.#folded = new Set(beginning.folded);
    this.#unfoldedPods = beginning.unfoldedPods;
    this.source = new TraceSource(opened, ({ from, to }) => around.send({ kind: "want-window", key: opened.key, from, to }));
    const { head, about } = opened;
    this.#player = new Player({
      steps: opened.steps,
      loop: head.loop,
      at: () => this.#step,
      select: (step) => this.select(step),
      announce: (text) => this.announce(text),
    });
    this.#picture = head.picture && pictureView(head.picture, this);
    this.#transport = new TransportView(opened, {
      move: (to) => this.move(to),
      select: (step) => this.select(step),
      help: () => this.#help.toggle(),
    });
    this.#steps = new StepsView(this);
    this.#text = new TextView(this, this.#picture?.text);
    this.#footer = new FooterView(about.reproduce, () => this.copy(about.reproduce));
    this.#help = new HelpView(() => this.#steps.focusTarget.focus());
    this.#banner = h("div", { class: "banner" });
    const state = new StateView(this);
    const { upcalls = [] } = head;
    const beside = [
      ...(this.#picture?.beside ?? []),
      ...(upcalls.length === 0 ? [] : [new UpcallView(this, upcalls)]),
      ...(head.loop === undefined ? [] : [new LassoView(this, head.loop)]),
      state,
    ];
    this.#sections = [...(this.#picture?.above ?? []), this.#steps, ...beside, this.#text];
    const actions = {
      explain: (code: string) => this.explain(code),
      replay: () => around.send({ kind: "replay" }),
      exportTrace: () => around.send({ kind: "export" }),
      createTest: () => around.send({ kind: "create-test" }),
    };
    this.#result = h(
      "div",
      { class: "result" },
      headerView(head, about, actions),
      this.#transport.element,
      ...this.#layOut(beside),
      this.#text.element,
      this.#footer.element,
    );
    this.element = h("main", { class: "panel" }, this.#banner, this.#result, this.#help.element);
    this.#isOutdated = about.isObsolete;
    if (about.isObsolete) this.setPhase("obsolete", undefined);
  }

  /** Draws for the first time, once the element is in the document. */
  start(): void {
    for (const section of this.#sections) section.refresh();
    this.source.want({ from: this.#step - 60, to: this.#step + 60 });
    this.#show();
  }

  /** The width has changed. */
  resized(): void {
    for (const section of this.#sections) section.refresh();
    this.#transport.draw();
  }

  take(window: TraceWindow): void {
    if (!this.source.take(window)) return;
    const to = window.from + window.steps.length;
    this.#steps.arrived(window.from, to);
    this.#text.arrived(window.from, to);
    if (window.from <= this.#step && this.#step < to) this.#show();
  }

  setPhase(reported: Phase, status: ScenarioStatus | undefined): void {
    this.#status = status;
    this.#isOutdated ||= reported === "obsolete";
    const phase = phaseOfTrace(reported, this.#isOutdated);
    this.#result.classList.toggle("dimmed", phase === "running" || phase === "queued");
    this.#result.classList.toggle("obsolete", phase === "obsolete");
    const card = bannerOf(phase, status, this.source.opened.head.path);
    if (card && this.#strip?.update(card)) return;
    this.#strip = card && new StatusView(card, (action) => this.#act(action));
    this.#banner.replaceChildren(...(this.#strip ? [this.#strip.element] : []));
  }

  showReplay(text: string, isGood: boolean): void {
    this.#footer.showReplay(text, isGood);
    this.announce(text);
  }

  // What sections ask for.

  isNarrow(): boolean {
    return document.documentElement.clientWidth < 860;
  }

  rowsInWindow(rowHeight: number, others: number): number {
    return Math.min(40, Math.max(12, Math.floor((innerHeight - others) / rowHeight)));
  }

  select(step: number): void {
    const inside = Math.min(Math.max(0, step), Math.max(0, this.source.steps - 1));
    this.#search.abort();
    if (inside === this.#step) return;
    this.#step = inside;
    this.#keep();
    this.#show();
  }

  reveal(at: SourceSpan): void {
    this.#around.send({ kind: "reveal", at });
  }

  explain(code: string): void {
    this.#around.send({ kind: "explain", code });
  }

  copy(text: string): void {
    this.#around.send({ kind: "copy", text });
    this.announce("Command line copied");
  }

  announce(text: string): void {
    this.#around.announce(text);
  }

  isFolded(section: string): boolean {
    return this.#folded.has(section);
  }

  setFolded(section: string, isFolded: boolean): void {
    const folded = new Set(this.#folded);
    if (isFolded) folded.add(section);
    else folded.delete(section);
    this.#folded = folded;
    this.#keep();
  }

  unfoldedPods(): readonly number[] {
    return this.#unfoldedPods;
  }

  setUnfoldedPods(pods: readonly number[]): void {
    this.#unfoldedPods = pods;
    this.#keep();
  }

  /** Moves the cursor, as the keys and the editor's commands do. */
  move(to: Move): void {
    this.#player.stop();
    const { marks, head, steps } = this.source.opened;
    switch (to) {
      case "next":
        return this.select(this.#step + 1);
      case "previous":
        return this.select(this.#step - 1);
      case "first":
        return this.select(0);
      case "last":
        return this.select(steps - 1);
      case "harm":
        return this.#jump(head.harm ?? marks.find(({ kind }) => kind === "harm")?.step, "No step of this run does harm");
      case "next-event":
        return this.#jump(nextMark(marks, this.#step, 1), "No event or fault after this step");
      case "previous-event":
        return this.#jump(nextMark(marks, this.#step, -1), "No event or fault before this step");
      case "next-in-lane":
        return void this.#moveInLane(1);
      case "previous-in-lane":
        return void this.#moveInLane(-1);
    }
  }

  /** Carries out a key that concerns the whole panel; lists have had their chance before. */
  run(command: Command): void {
    switch (command.kind) {
      case "move":
        return this.move(command.to);
      case "list":
        return this.move(command.by === "next" || command.by === "next-page" ? "next" : "previous");
      case "fold":
        return;
      case "reveal":
        return this.#revealCurrent();
      case "escape":
        this.#player.stop();
        return this.#steps.focusTarget.focus();
      case "play":
        return this.#player.toggle();
      case "text":
        return this.#text.toggle();
      case "unfold-pods":
        return this.#picture ? this.#picture.toggleUnfolded() : this.announce("There is no picture to unfold");
      case "zoom":
        return this.#picture?.zoom(command.by);
      case "find":
        return this.#steps.openFind();
      case "copy-command":
        return this.copy(this.source.opened.about.reproduce);
      case "help":
        return this.#help.toggle();
      case "round-the-loop":
        return this.#player.goRound();
      case "difference":
        return this.#jump(this.source.opened.head.differs, "There is no second run to compare with");
      case "section":
        return focusNextSection(this.#stops(), command.direction, this.#steps.element);
    }
  }

  dispose(): void {
    this.#player.stop();
    this.#search.abort();
  }

  #layOut(beside: readonly SectionView[]): readonly HTMLElement[] {
    const elements = (views: readonly SectionView[]): readonly HTMLElement[] => views.map(({ element }) => element);
    if (!this.#picture || this.#picture.isBelowSteps) {
      const [left, right] = [elements(beside.slice(0, -1)), elements(beside.slice(-1))];
      const columns = left.length > 1 ? [h("div", { class: "column" }, ...left)] : left;
      return [this.#steps.element, h("div", { class: left.length > 0 ? "two" : "one" }, ...columns, ...right)];
    }
    const right = h("div", { class: "column" }, ...elements(beside));
    return [...elements(this.#picture.above), h("div", { class: "two b" }, this.#steps.element, right)];
  }

  #show(): void {
    const step = this.#step;
    const loaded = this.source.step(step);
    if (this.source.steps > 0) this.source.want({ from: step - 60, to: step + 60 });
    const moment: Moment = { step, loaded, states: this.source.states(step) };
    const words = loaded && plainMessage(loaded.message);
    this.#transport.show(step, words);
    for (const section of this.#sections) section.show(moment);
    if (!loaded) return;
    this.#around.send({ kind: "selected", step, ...(loaded.at ? { at: loaded.at } : {}) });
    this.announce(`Step ${step + 1}: ${words}`);
  }

  #jump(step: number | undefined, otherwise: string): void {
    if (step === undefined) this.announce(otherwise);
    else this.select(step);
  }

  async #moveInLane(direction: 1 | -1): Promise<void> {
    const search = new AbortController();
    this.#search.abort();
    this.#search = search;
    const { lane } = await this.source.load(this.#step);
    const found = await findStep({
      from: this.#step,
      direction,
      steps: this.source.steps,
      wraps: false,
      load: (index) => this.source.load(index),
      matches: (step: Step) => step.lane === lane,
      signal: search.signal,
    });
    if (search.signal.aborted) return;
    this.#jump(found, direction === 1 ? "No later step in this lane" : "No earlier step in this lane");
  }

  #revealCurrent(): void {
    const at = this.source.step(this.#step)?.at;
    if (at) this.reveal(at);
    else this.announce("This step has no place in the source");
  }

  /** What gets the focus in each section, from the top. */
  #stops(): readonly HTMLElement[] {
    const first = this.element.querySelector<HTMLElement>("header .btn");
    return [
      ...(first ? [first] : []),
      this.#transport.focusTarget,
      ...this.#sections.map(({ focusTarget }) => focusTarget),
      this.#footer.focusTarget,
    ];
  }

  #act(action: StatusAction): void {
    switch (action.kind) {
      case "run":
        return this.#around.send({ kind: "run", ...(this.#status ? { status: this.#status } : {}) });
      case "stop":
        return this.#around.send({ kind: "stop" });
      case "replay":
        return this.#around.send({ kind: "replay" });
      case "show-output":
        return this.#around.send({ kind: "show-output" });
      case "explain":
        return this.explain(action.code);
    }
  }

  #keep(): void {
    const { ref } = this.source.opened.about;
    this.#around.keep({ version: 1, ref, step: this.#step, folded: [...this.#folded].sort(), unfoldedPods: this.#unfoldedPods });
  }
}
