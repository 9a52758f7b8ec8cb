// Uses the page as its reader does: through labels, keys and what is on the screen.
import { isAtFirstStep, untilVerdictHasFocus } from './browsers/index.mjs';
import { until } from './until.mjs';

const kNames = { mobile: /^Mobile number/, aadhaar: /^Aadhaar number/ };
const kLabels = { mobile: 'What is your mobile number?', aadhaar: 'What is your Aadhaar number?' };

/** Waits until the page speaks a language. While words of other lengths move everything, what is in it is out of sight. */
export const untilIn = (page, language) => page.locator(`html[lang=${language}]:not(:has(.changing))`).waitFor();

export class CheckerPage {
  constructor(page) {
    this.page = page;
    this.number = page.locator('#number');
    this.message = page.locator('#number-message');
    this.readAs = page.locator('.read-as');
    this.verdict = page.locator('.verdict');
    this.heading = page.locator('.verdict h2');
    this.ledger = page.locator('.ledger');
    this.offline = page.locator('details.offline');
    this.offlineNotice = page.locator('.notice.offline');
  }

  async open(url) {
    await this.page.goto(url);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Chooses a language in the menu. */
  async speak(language) {
    const menu = this.page.locator('select');
    if ((await menu.inputValue()) !== language) await menu.selectOption(language);
    await untilIn(this.page, language);
  }

  kindButton(kind) {
    return this.page.getByRole('button', { name: kNames[kind] });
  }

  /** Answers the first question, also if another answer has been given before. The lists may still be loading. */
  async answerKind(kind) {
    if (await this.page.getByLabel(kLabels[kind]).isVisible()) return;
    if (await this.number.isVisible()) await this.press('Back');
    await this.kindButton(kind).press('Enter');
  }

  /** Answers the first question, and waits until a number can be typed: then the lists are open. */
  async chooseKindEarly(kind) {
    await this.answerKind(kind);
    await this.page.locator('.list-card, .lists .notice').first().waitFor();
  }

  /** Answers the first question, and waits until the page has all that it asks for by itself, or has said that it has not. */
  async chooseKind(kind) {
    await this.chooseKindEarly(kind);
    await this.ledger.locator('summary, .problem').waitFor();
  }

  /** Goes from a verdict back to the first question, and waits until the browser has gone there in its history. */
  async another() {
    await this.press('Check another number');
    await until(() => this.page.locator(':root').evaluate(isAtFirstStep), 'the history is not at the first step');
  }

  /** Waits until the page has asked for all of its own files, the last of which come after the lists. */
  async untilWhole() {
    await this.ledger.locator('summary').waitFor();
  }

  async type(text) {
    await this.number.fill(text);
  }

  /** Presses a button by key: in the middle of a click something may come up, and move the button from under the mouse. */
  async press(name) {
    await this.page.getByRole('button', { name, exact: true }).press('Enter');
  }

  async submit() {
    await this.press('Check');
  }

  /** Returns the verdict on the screen once all of it is there: its outcome, its heading and, if it could not tell, the reasons' codes. */
  async readVerdict() {
    await this.verdict.locator('.actions').waitFor();
    await this.verdict.evaluate(untilVerdictHasFocus);
    const [, outcome] = /verdict (\w+)/.exec(await this.verdict.getAttribute('class'));
    const codes = await this.verdict.getByText(/^Reason code: /).allTextContents();
    return { outcome, heading: await this.heading.textContent(), codes: codes.map((text) => text.slice(13)) };
  }

  async openLedger() {
    await this.ledger.locator('summary').press('Enter');
  }

  async openOffline() {
    if ((await this.offline.getAttribute('open')) === null) await this.offline.locator('summary').press('Enter');
    await this.offline.getByText(/stored on this device/i).waitFor();
  }

  async pressLoad() {
    await this.openOffline();
    await this.press(/^Load the (?:whole list|list and this page): /);
  }

  /** Puts the kind's lists onto the device, so that the page is in offline mode. */
  async keep(kind) {
    await this.chooseKind(kind);
    await this.pressLoad();
    await this.offlineNotice.getByText('The whole list is on this device').waitFor();
  }

  async check(kind, text) {
    await this.chooseKind(kind);
    await this.type(text);
    await this.submit();
    return this.readVerdict();
  }
}
