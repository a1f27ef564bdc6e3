import type { Problem } from "../../protocol/problem.ts";
import type { Reason } from "../../protocol/report.ts";
import type { Replay, Trace } from "../../protocol/trace.ts";
import type { Budget } from "../core/budget.ts";
import type { Outcome, Program, Scenario } from "../core/simulator.ts";
import type { Payload } from "./payload.ts";
import { type ProcessFailure, ProcessStopped } from "../core/program/stopped.ts";
import { isBreach, properties } from "./properties/index.ts";
import { outcomeOf, readSubject, type Subject, Teller, traceOf } from "./report/index.ts";
import { confirmAny, observeAgain } from "./verify/minimise.ts";
import { goOn, runOf } from "./verify/record.ts";
import { createReplayer } from "./verify/replayer.ts";
import { createStage, type Stage, withCrashes } from "./verify/stage.ts";
import type { Move, Setup } from "./verify/types.ts";
import { verify } from "./verify/verify.ts";
import { isSameMove } from "./verify/moves.ts";
import { startOf, Walk } from "./verify/walk.ts";

/** Runs a scenario: every order of operations and parts, every moment of a crash, within the bounds of the configuration. */
export function runScenario(scenario: Scenario, payload: Payload, program: Program, budget: Budget): Outcome {
  const bounded = withBounds(payload, budget);
  try {
    const { explored, setup } = verify({
      program,
      payload: bounded,
      path: scenario.path,
      properties,
      budget,
      onProgress: (soFar) =>
        budget.partial?.(() => {
          const { explored: now, setup: of } = soFar();
          const { reason: _, ...outcome } = outcomeOf(scenario, of, now);
          // Where a limit came first nothing was done to its end.
          return now.limit ? outcome : { ...outcome, reason: { message: phaseText(now.bounds.crashes) } };
        }),
    });
    return outcomeOf(scenario, setup, explored);
  } catch (error) {
    if (!(error instanceof ProcessStopped)) throw error;
    return withoutRun(scenario, error.failure);
  }
}

/** What is done so far, in a few words. */
const phaseText = (crashes: number): string =>
  crashes === 0 ? "runs without crashes done" : `runs with ${crashes} ${crashes === 1 ? "crash" : "crashes"} done`;

/** Runs the moves of a trace again, in the program as it is now. */
export function replayTrace(scenario: Scenario, payload: Payload, program: Program, trace: Trace, budget: Budget): Replay {
  const subject = readSubject(trace.subject);
  if (!subject) return { kind: "does-not-fit", step: 0, message: "the trace does not say what was chosen" };
  try {
    const bounded = withBounds(payload, budget);
    return replayOn(scenario, createStage(program, bounded, budget, { readsClock: false, clearsTimers: false }), bounded, trace, subject);
  } catch (error) {
    if (!(error instanceof ProcessStopped)) throw error;
    return { kind: "does-not-fit", step: 0, message: error.failure.message };
  }
}

function replayOn(
  scenario: Scenario,
  base: Stage,
  payload: Payload,
  trace: Trace,
  { moves, violation, property, crashes }: Subject,
): Replay {
  const walk = follow(base, Math.max(crashes, payload.configuration.explore.crashes), moves, crashes);
  if (typeof walk === "number") return { kind: "does-not-fit", step: stepOf(trace, moves, walk), message: otherMoves };
  const { stage } = walk;
  const setup: Setup = { payload, site: stage.site, path: scenario.path };
  // A loop is followed until it comes back to where it was; a program that was edited may do more than it did.
  const isOver = walk.failure !== undefined || walk.alternatives().length === 0;
  const run = isOver ? runOf(stage, walk.beginning, walk.failure ? { failure: walk.failure } : {}) : goOn(stage, walk.beginning);
  const teller = new Teller(setup, run);
  const observer = payload.observers.findIndex(({ kind, name }) => `${kind}:${name}` === property);
  if (observer >= 0) {
    const found = observeAgain(stage, { kind: "observer", observer, run }, moves);
    if (!found) return { kind: "no-longer-fails" };
    return { kind: "fails-again", trace: again(traceOf(scenario, new Teller(setup, found.run), { kind: "observer", found }), trace) };
  }
  if (violation === undefined) return { kind: "no-longer-fails", trace: again(traceOf(scenario, teller, { kind: "main" }), trace) };
  const broken = confirmAny({ stage, properties, setup, replay: createReplayer(stage), isOver: () => false }, run);
  // Places move when a file is edited: the same property is the same failure.
  const same = broken.find(({ key }) => key === violation) ?? broken.find((one) => one.property === property);
  if (!same || !isBreach(same)) return { kind: "no-longer-fails" };
  return { kind: "fails-again", trace: again(traceOf(scenario, teller, { kind: "breach", breach: same }), trace) };
}

/**
 * Takes the moves, where the search has taken them: with as many crashes as there are, or with as many as there may be.
 * What a search has left out may have come to be possible in a program that was edited: so all moves are offered in the end.
 *
 * @returns The index of the first move that is not possible.
 */
function follow(base: Stage, most: number, moves: readonly Move[], crashes: number): Walk | number {
  const stages: readonly Stage[] = [withCrashes(base, crashes), withCrashes(base, most), { ...withCrashes(base, most), isPlain: true }];
  let failed = 0;
  for (const stage of stages) {
    const walk = new Walk(stage, startOf(stage));
    const misfit = moves.findIndex((wanted) => {
      const alternatives = walk.alternatives();
      const choice = alternatives.findIndex(({ move }) => isSameMove(move, wanted));
      if (choice >= 0) walk.take(alternatives, choice);
      return choice < 0;
    });
    if (misfit < 0) return walk;
    failed = misfit;
  }
  return failed;
}

const otherMoves = "here the program does other things than when the trace was made";

const again = (made: Trace, { inputs }: Trace): Trace => ({ ...made, inputs });

/** Roughly: moves are spread over the steps of a trace in their order. */
function stepOf({ steps }: Trace, moves: readonly Move[], index: number): number {
  let seen = -1;
  for (const [at, step] of steps.entries()) {
    if (step.choice !== undefined) seen += 1;
    if (seen >= index) return at;
  }
  return Math.min(Math.max(0, steps.length - 1), Math.floor((index * steps.length) / Math.max(1, moves.length)));
}

/** `--deep`: three parts of a message. The seed of the budget, unless it is the usual one, takes the place of the configuration's. */
function withBounds(payload: Payload, { deep, seed }: Budget): Payload {
  const { configuration } = payload;
  const { explore } = configuration;
  const fragments = deep ? Math.max(deepFragments, explore.fragments) : explore.fragments;
  return { ...payload, configuration: { ...configuration, explore: { ...explore, fragments, seed: seed === 1 ? explore.seed : seed } } };
}

const deepFragments = 3;

/** The modules could not be evaluated, or a limit struck first. */
function withoutRun({ path, range }: Scenario, { code, message, at, limit }: ProcessFailure): Outcome {
  const reason: Reason = limit ? { limit, message } : { code, message };
  const place = at ?? { path, range };
  const severity = code === "FL0003" ? "warning" : "error";
  const problem: Problem = { code, severity, message, path: place.path, range: place.range, property: code, related: [] };
  return {
    verdict: limit ? "undecided" : "not-run",
    reason,
    properties: [],
    problems: limit ? [] : [problem],
    traces: [],
    bounds: {},
    stats: { states: 0, transitions: 0, executions: 0, complete: false },
  };
}
