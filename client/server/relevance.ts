import type { TextDocument } from "vscode";

/** By name: configurations, some of which are scenarios without being code. */
export const configurations = ["**/*.multicast.{json,yaml,yml}", "**/*.remote-files.json"];

const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

type Filter = { readonly scheme: string; readonly language: string } | { readonly scheme: string; readonly pattern: string };

/** Documents that the server is told about. */
export const selector: readonly Filter[] = [
  ...languages.map((language) => ({ scheme: "file", language })),
  ...configurations.map((pattern) => ({ scheme: "file", pattern })),
];

/** Is it worth starting the server for this document? */
export function isRelevant(document: Pick<TextDocument, "uri" | "languageId">): boolean {
  return document.uri.scheme === "file" && (languages.includes(document.languageId) || isConfiguration(document.uri.path));
}

export const isConfiguration = (path: string): boolean => /\.(multicast\.(json|ya?ml)|remote-files\.json)$/.test(path);
