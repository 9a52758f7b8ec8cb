// Makes small drawings of lines in a square of 24. The words beside them say the same, so a screen reader reads nothing of them.

const kSvg = 'http://www.w3.org/2000/svg';

/** Returns a drawing. `style` are its classes, and `paths` its lines as in the attribute `d` of SVG. */
export function drawing(style: string, paths: readonly string[]): SVGElement {
  const svg = document.createElementNS(kSvg, 'svg');
  svg.setAttribute('class', style);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const shape of paths) {
    const path = document.createElementNS(kSvg, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}
