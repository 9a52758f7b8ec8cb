// The page as its reader uses it: through labels, keys and what is on the screen.
import { untilVerdictHasFocus } from './browsers/index.mjs';

const kNames = { mobile: /^Mobile number/, aadhaar: /^Aadhaar number/ };
const kLabels = { mobile: 'What is your mobile number?', aadhaar: 'What is your Aadhaar number?' };

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
    await this.page.locator(`html[lang=${language}]`).waitFor();
  }

  kindButton(kind) {
    return this.page.getByRole('button', { name: kNames[kind] });
  }

  /** Answers the first question, also where another answer has been given before. The lists may still be loading. */
  async answerKind(kind) {
    if (await this.page.getByLabel(kLabels[kind]).isVisible()) return;
    if (await this.number.isVisible()) await this.press('Back');
    await this.kindButton(kind).press('Enter');
  }

  /** The page has what it takes to type a number: its lists are open. */
  async chooseKindEarly(kind) {
    await this.answerKind(kind);
    await this.page.locator('.list-card, .lists .notice').first().waitFor();
  }

  /** The page has all that it asks for by itself, or has said that it has not. */
  async chooseKind(kind) {
    await this.chooseKindEarly(kind);
    await this.ledger.locator('summary, .problem').waitFor();
  }

  /** Back to the first question, from a verdict. */
  async another() {
    await this.press('Check another number');
  }

  /** When the page has asked for all of its own files: the last ones come after the lists. */
  async untilWhole() {
    await this.ledger.locator('summary').waitFor();
  }

  async type(text) {
    await this.number.fill(text);
  }

  /** A button, by key: in the middle of a click something may come up, and move it from under the mouse. */
  async press(name) {
    await this.page.getByRole('button', { name, exact: true }).press('Enter');
  }

  async submit() {
    await this.press('Check');
  }

  /** The verdict on the screen, when all of it is there: its outcome and, when it could not tell, the reasons' codes. */
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

  /** Puts the kind's lists onto the device, which is then in offline mode. */
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
