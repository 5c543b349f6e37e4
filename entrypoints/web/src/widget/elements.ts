/** Makes elements. Texts are set as texts, so that nothing in them is markup. */

type Children = readonly (Node | string)[];

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Children
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [each, value] of Object.entries(attributes)) made.setAttribute(each, value);
  made.append(...children);
  return made;
}

export function button(
  attributes: Record<string, string>,
  onClick: () => void,
  ...children: Children
): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", onClick);
  return made;
}

/**
 * Gives an element these children. What is equal already stays, with its focus and selection, and
 * with its listeners: those of equal elements do the same.
 */
export function setChildren(parent: Node, children: Children): void {
  children.forEach((child, index) => {
    const next = typeof child === "string" ? document.createTextNode(child) : child;
    const now = parent.childNodes[index];
    if (now === undefined) parent.appendChild(next);
    else if (now.isEqualNode(next)) return;
    else if (isAlike(now, next)) setChildren(now, [...next.childNodes]);
    else parent.replaceChild(next, now);
  });
  while (parent.childNodes.length > children.length) parent.lastChild?.remove();
}

/** Whether two elements differ in their children alone. */
function isAlike(one: Node, other: Node): boolean {
  const areElements = one instanceof Element && other instanceof Element;
  return areElements && one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

const SVG = "http://www.w3.org/2000/svg";

/** Draws an icon; the button that it is in says what it means. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS(SVG, "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}
