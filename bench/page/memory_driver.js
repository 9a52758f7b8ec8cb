// page/memory.mjs puts this script into the page. It does the checks from inside, reports each step, and waits for the answer. The
// browser is started so that `gc` exists, and garbage is collected before a report, so that what is reported is what the page keeps.
const { numbers, checksBetweenReports } = await (await fetch('bench-checks.json')).json();

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function waitFor(selector) {
  for (;;) {
    const found = document.querySelector(selector);
    if (found) return found;
    await sleep(5);
  }
}

async function report(step) {
  for (let i = 0; i < 2; i += 1) {
    gc();
    await sleep(200);
  }
  await fetch(`report?${step}`);
}

async function check(number) {
  const field = document.querySelector('#number');
  field.value = number;
  field.dispatchEvent(new Event('input', { bubbles: true })); // This takes the last verdict away.
  document.querySelector('button.primary').click();
  const verdict = await waitFor('.verdict');
  if (!verdict.classList.contains('not_found')) await fetch(`report?wrong verdict: ${verdict.className}`);
}

const kind = await waitFor('button.choice'); // The first choice is for mobile numbers.
await sleep(1500);
await report('idle');
kind.click();
await waitFor('.lists > :not(.hint)');
for (const [done, number] of numbers.entries()) {
  await check(number);
  if (done === 0) await fetch('report?first');
  if ((done + 1) % checksBetweenReports === 0) await report(done + 1);
}
await fetch('report?end');
