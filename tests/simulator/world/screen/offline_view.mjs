// Stands where offline mode's view does.
/* global SCREEN */
export class OfflineView {
  constructor(_page, handlers) {
    SCREEN.offline = { handlers, state: { network: true } };
  }

  draw(state) {
    SCREEN.offline.state = state;
  }

  speak() {}
  progress() {}
  announce() {}
  showNotice() {}
  focusLoad() {}
  focusEnter() {}
}
