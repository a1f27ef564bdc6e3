/** What the page of a trace panel is made of. Addresses as the webview needs them. */
export interface PanelPage {
  /** Source expression of the content security policy that stands for our own files. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** Fresh for each page: at least 128 random bits. */
  readonly nonce: string;
}

/** The page around the panel's script: nothing may be loaded or run but our own script and style. */
export function panelHtml({ cspSource, script, style, nonce }: PanelPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; font-src ${cspSource}; img-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(style)}">
<title>Faultline trace</title>
</head>
<body>
<noscript>The trace panel needs scripts.</noscript>
<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

const attribute = (text: string): string => text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
