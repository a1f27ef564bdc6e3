/** What an element is made with. Everything that comes from a trace is text: there is no way to pass markup. */
export interface Made {
  readonly class?: string;
  readonly title?: string;
  readonly text?: string;
  readonly attributes?: { readonly [name: string]: string | number | boolean };
  readonly onClick?: (event: MouseEvent) => void;
}

type Child = Node | string | undefined;

/** A new HTML element. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  made: Made = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (made.class) element.className = made.class;
  if (made.title) element.title = made.title;
  if (made.text !== undefined) element.textContent = made.text;
  for (const [key, value] of Object.entries(made.attributes ?? {})) element.setAttribute(key, String(value));
  if (made.onClick) element.addEventListener("click", made.onClick as EventListener);
  append(element, children);
  return element;
}

/** A new SVG element. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: { readonly [name: string]: string | number } = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  append(element, children);
  return element;
}

/** A push button. */
export function button(text: string, onClick: () => void, made: Made = {}): HTMLButtonElement {
  return h("button", { class: "btn", ...made, text, attributes: { type: "button", ...made.attributes }, onClick });
}

export function setHidden(element: HTMLElement, isHidden: boolean): void {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== undefined) element.append(child);
}
