// The colours of three editor themes as a webview sees them, for looking at the panel without an editor.
const dark = `
  --vscode-font-family: "Segoe UI", -apple-system, "Inter", "Ubuntu", system-ui, sans-serif;
  --vscode-editor-font-family: "Cascadia Code", "JetBrains Mono", Menlo, Consolas, monospace;
  --vscode-editor-background:#1f1f1f;
  --vscode-foreground:#cccccc;
  --vscode-descriptionForeground:#9d9d9d;
  --vscode-sideBar-background:#181818;
  --vscode-panel-border:#2b2b2b;
  --vscode-widget-border:#3c3c3c;
  --vscode-focusBorder:#0078d4;
  --vscode-button-background:#0078d4;
  --vscode-button-foreground:#ffffff;
  --vscode-button-secondaryBackground:#313131;
  --vscode-button-secondaryForeground:#cccccc;
  --vscode-list-activeSelectionBackground:#04395e;
  --vscode-list-activeSelectionForeground:#ffffff;
  --vscode-list-hoverBackground:#2a2d2e;
  --vscode-textLink-foreground:#4daafc;
  --vscode-badge-background:#616161;
  --vscode-badge-foreground:#f8f8f8;
  --vscode-editorError-foreground:#f14c4c;
  --vscode-editorWarning-foreground:#cca700;
  --vscode-editorInfo-foreground:#3794ff;
  --vscode-testing-iconPassed:#73c991;
  --vscode-testing-iconFailed:#f14c4c;
  --vscode-charts-red:#f14c4c;
  --vscode-charts-blue:#3794ff;
  --vscode-charts-yellow:#cca700;
  --vscode-charts-orange:#ea5c0055;
  --vscode-charts-green:#89d185;
  --vscode-charts-purple:#b180d7;
  --vscode-gitDecoration-modifiedResourceForeground:#e2c08d;
  --vscode-gitDecoration-addedResourceForeground:#81b88b;
  --vscode-gitDecoration-deletedResourceForeground:#c74e39;
  --vscode-diffEditor-insertedTextBackground:#9ccc2c33;
  --vscode-diffEditor-removedTextBackground:#ff000033;
  --vscode-keybindingLabel-background:#8080802b;
  --vscode-keybindingLabel-border:#33333399;
  --vscode-progressBar-background:#0078d4;
  --vscode-editorLineNumber-foreground:#6e7681;
  --vscode-editorLineNumber-activeForeground:#cccccc;
  --vscode-editorInlayHint-foreground:#969696;
  --vscode-editorInlayHint-background:#61616119;
  --vscode-editorCodeLens-foreground:#999999;
  --vscode-editor-lineHighlightBorder:#282828;
  --vscode-tab-activeBorderTop:#0078d4;
  --vscode-contrastBorder:transparent;
`;

/** Only what differs from dark. */
const light = `
  --vscode-editor-background:#ffffff;
  --vscode-foreground:#3b3b3b;
  --vscode-descriptionForeground:#3b3b3b;
  --vscode-sideBar-background:#f8f8f8;
  --vscode-panel-border:#e5e5e5;
  --vscode-widget-border:#d4d4d4;
  --vscode-focusBorder:#005fb8;
  --vscode-button-background:#005fb8;
  --vscode-button-secondaryBackground:#e5e5e5;
  --vscode-button-secondaryForeground:#3b3b3b;
  --vscode-list-activeSelectionBackground:#e8e8e8;
  --vscode-list-activeSelectionForeground:#000000;
  --vscode-list-hoverBackground:#f2f2f2;
  --vscode-textLink-foreground:#005fb8;
  --vscode-badge-background:#cccccc;
  --vscode-badge-foreground:#3b3b3b;
  --vscode-editorError-foreground:#e51400;
  --vscode-editorWarning-foreground:#bf8803;
  --vscode-editorInfo-foreground:#0063d3;
  --vscode-testing-iconPassed:#388a34;
  --vscode-testing-iconFailed:#e51400;
  --vscode-charts-red:#e51400;
  --vscode-charts-blue:#0063d3;
  --vscode-charts-yellow:#bf8803;
  --vscode-charts-orange:#ea5c0055;
  --vscode-charts-green:#388a34;
  --vscode-charts-purple:#652d90;
  --vscode-gitDecoration-modifiedResourceForeground:#895503;
  --vscode-gitDecoration-addedResourceForeground:#587c0c;
  --vscode-gitDecoration-deletedResourceForeground:#ad0707;
  --vscode-diffEditor-insertedTextBackground:#9ccc2c40;
  --vscode-diffEditor-removedTextBackground:#ff000026;
  --vscode-keybindingLabel-background:#dddddd66;
  --vscode-keybindingLabel-border:#cccccc66;
  --vscode-progressBar-background:#005fb8;
  --vscode-editorLineNumber-foreground:#6e7681;
  --vscode-editorLineNumber-activeForeground:#171184;
  --vscode-editorInlayHint-foreground:#969696;
  --vscode-editorInlayHint-background:#cccccc29;
  --vscode-editorCodeLens-foreground:#919191;
  --vscode-editor-lineHighlightBorder:#eeeeee;
  --vscode-tab-activeBorderTop:#005fb8;
`;

const contrast = `
  --vscode-editor-background:#000000;
  --vscode-foreground:#ffffff;
  --vscode-descriptionForeground:#ffffff;
  --vscode-sideBar-background:#000000;
  --vscode-panel-border:#6fc3df;
  --vscode-widget-border:#6fc3df;
  --vscode-focusBorder:#f38518;
  --vscode-button-background:#000000;
  --vscode-button-secondaryBackground:#000000;
  --vscode-button-secondaryForeground:#ffffff;
  --vscode-list-activeSelectionBackground:#000000;
  --vscode-list-hoverBackground:#000000;
  --vscode-textLink-foreground:#21a6ff;
  --vscode-editorError-foreground:#f48771;
  --vscode-charts-red:#f48771;
  --vscode-charts-green:#89d185;
  --vscode-charts-purple:#d7a8ff;
  --vscode-contrastBorder:#6fc3df;
  --vscode-keybindingLabel-background:#000000;
  --vscode-keybindingLabel-border:#6fc3df;
  --vscode-testing-iconFailed:#f48771;
  --vscode-editorInfo-foreground:#3794ff;
  --vscode-contrastActiveBorder:#f38518;
`;

const sheet = (...parts) => `:root { ${parts.join("\n")} }`;

export const themes = {
  dark: { bodyClass: "vscode-dark", css: sheet(dark) },
  light: { bodyClass: "vscode-light", css: sheet(dark, light) },
  contrast: { bodyClass: "vscode-high-contrast", css: sheet(dark, contrast) },
};
