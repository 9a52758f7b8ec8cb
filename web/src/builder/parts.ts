// The parts of the page, which the build has made together with this script: what is looked for is there.

export function part<Type extends HTMLElement>(id: string, type: { new (): Type }): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no ${id}`);
  return found;
}

/** Words beside a field: what is wrong with what is in it, or nothing. */
export function say(message: HTMLElement, text: string, field?: HTMLElement): void {
  message.textContent = text;
  message.hidden = text === '';
  field?.setAttribute('aria-invalid', String(text !== ''));
}
