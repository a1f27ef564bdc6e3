/** Colours that a canvas needs as values; everywhere else the style sheet names them. */
const names = ["bg", "fg", "muted", "faint", "wash", "wash2", "line", "bad", "fault", "cursor", "c1", "c2", "c3", "c4"] as const;

export type Palette = { readonly [name in (typeof names)[number]]: string } & { readonly font: string; readonly isContrast: boolean };

/** The colours of the theme now. Mixed colours are worked out by the browser. */
export function readPalette(): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  const isContrast = document.body.classList.contains("vscode-high-contrast") || matchMedia("(forced-colors: active)").matches;
  return {
    ...(Object.fromEntries(colours) as { readonly [name in (typeof names)[number]]: string }),
    font: getComputedStyle(document.body).fontFamily,
    isContrast,
  };
}

/** Calls back after the editor has changed its theme: it sets classes on the body and variables on the root. */
export function onThemeChange(callback: () => void): void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
}
