// Tells when the page is an app on its reader's home screen.

/** Calls `act` if this page was opened from the home screen, or as soon as its reader puts it there. */
export function whenInstalled(act: () => void): void {
  if (matchMedia('(display-mode: standalone)').matches) act();
  else window.addEventListener('appinstalled', act, { once: true });
}
