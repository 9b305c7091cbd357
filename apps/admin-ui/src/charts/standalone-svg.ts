/**
 * A chart as a file of its own: variables become the colours of the theme in use, the ground is painted, and the title
 * stands in it for whoever cannot see it.
 */
export function standaloneSvg(svg: SVGSVGElement, title: string, tokenValue: (variable: string) => string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { ownerDocument: document } = svg;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const name = document.createElementNS(copy.namespaceURI, 'title');
  name.textContent = title;
  const ground = document.createElementNS(copy.namespaceURI, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', 'var(--paper)');
  copy.prepend(name, ground);
  return copy.outerHTML.replace(/var\((--[\w-]+)\)/g, (_, variable: string) =>
    tokenValue(variable).replaceAll('"', "'"),
  );
}

/** The value of a design token on this page. */
export const tokenOnPage = (variable: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
