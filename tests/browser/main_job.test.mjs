// The main job as people do it: sign in, price, write a lease, have it approved, see it in the exposure.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house, admin, lease;
before(async () => {
  house = await openHouse();
  await house.addUser('clerk', 'clerk');
  await house.addUser('approver', 'approver');
  await house.addUser('risk', 'risk');
  await house.addUser('finance', 'finance');
  admin = await house.signedIn('admin');
});
after(async () => house?.close());

test('EveryPageButSignInNeedsSignIn', async () => {
  const context = await house.browser.newContext();
  const page = await context.newPage();
  for (const path of ['/', '/exposure', '/contracts', '/users', '/curves']) {
    await page.goto(house.base + path);
    assert.equal(new URL(page.url()).pathname, '/sign-in', path);
  }
  const api = await context.request.get(`${house.base}/api/v1/contracts`);
  assert.equal(api.status(), 401);
  await context.close();
});

test('ThePageThatIsNotThereIsAccessibleInBothLanguages', async () => {
  const {page} = admin;
  for (const language of ['中文', 'EN']) {
    await page.goto(house.base + '/');
    await page.getByRole('button', {name: language, exact: true}).click();
    assert.equal((await page.goto(`${house.base}/nothing-here`)).status(), 404);
    assert.equal(await page.getAttribute('html', 'lang'), language === 'EN' ? 'en' : 'zh-CN');
    await expectAccessible(page);
  }
});

test('TheQuoteAnswersWhileTypingAndKeepsTheFocus', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/quotes`);
  const rent = page.locator('#result .hero .v');
  const first = await rent.textContent();
  const rate = page.locator('#field-annual_rate');
  await rate.fill('');
  await rate.pressSequentially('6.00');
  await page.waitForFunction((before) => document.querySelector('#result .hero .v')?.textContent !== before, first);
  await page.waitForFunction(() => document.querySelector('#result .hero .v')?.textContent.includes('30,421.94'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-annual_rate');
  await rate.fill('<b>six');
  await page.waitForSelector('#result .problems');
  assert.equal(await page.locator('#result .problems b').count(), 0, 'hostile text arrives as text');
});

// Somebody who says yes to what a button asks, on the page of a lease.
async function at(name, path) {
  const person = await house.signedIn(name);
  person.page.on('dialog', (dialog) => dialog.accept());
  await person.page.goto(house.base + path);
  return person;
}

test('ALeaseGoesFromQuoteToTheBookByItsRoles', async () => {
  const clerk = await at('clerk', '/quotes');
  await clerk.page.locator('#field-financed_amount').fill('9,000,000.00');
  await clerk.page.locator('#field-commencement').fill('2026-06-15');
  await clerk.page.locator('#field-upfront_fee').fill('90,000.00');
  await clerk.page.getByRole('button', {name: 'Write this lease'}).click();
  assert.equal(await clerk.page.locator('#field-upfront_fee').inputValue(), '90,000.00');
  const lessee = await clerk.page.locator('#field-lessee-list option').first().getAttribute('value');
  await clerk.page.locator('#field-lessee').fill(lessee);
  await clerk.page.getByLabel('Asset class').selectOption('CNC');
  await clerk.page.getByLabel('Serial number').fill('BROWSER-1');
  await expectAccessible(clerk.page);
  await clerk.page.getByRole('button', {name: 'Save draft'}).click();
  await clerk.page.waitForURL('**/contracts/L-*');
  lease = new URL(clerk.page.url()).pathname;
  const status = (person) => person.page.locator('h1 .tag').textContent();
  assert.equal(await status(clerk), 'Draft');
  const takes = async (person, button) => {
    await person.page.goto(house.base + lease);
    await person.page.getByRole('button', {name: button, exact: true}).click();
    await person.page.waitForURL('**saved=1');
  };
  await takes(clerk, 'Apply');

  const risk = await at('risk', lease);
  await risk.page.getByRole('link', {name: 'Decide on credit'}).click();
  await risk.page.getByLabel('Accept').check();
  await risk.page.getByLabel('Reason').fill('Three years of profit');
  await expectAccessible(risk.page);
  await risk.page.getByRole('button', {name: 'Decide on credit'}).click();
  await risk.page.waitForURL('**saved=1');
  assert.equal(await status(risk), 'Accepted');

  await clerk.page.goto(house.base + lease);
  assert.equal(await clerk.page.getByRole('button', {name: 'Approve'}).count(), 0, 'who enters does not approve');
  const approver = await at('approver', lease);
  await takes(approver, 'Approve');
  assert.equal(await status(approver), 'Approved');
  await takes(clerk, 'Sign');

  const finance = await at('finance', lease);
  await finance.page.getByRole('link', {name: 'Pay the supplier'}).click();
  await finance.page.getByLabel('Reference').fill('B-1');
  await finance.page.getByRole('button', {name: 'Pay the supplier'}).click();
  await finance.page.waitForURL('**saved=1');
  assert.equal(await status(finance), 'Disbursed');

  const read = async () => {
    const answer = await admin.page.request.get(`${house.base}/api/v1/reports/exposure?as_of=2026-06-30`);
    return (await answer.json()).total;
  };
  const earlier = await read();
  await clerk.page.goto(house.base + lease);
  await clerk.page.getByRole('link', {name: 'Register it'}).click();
  await clerk.page.getByLabel('Title registration no.').fill('ZD100200300');
  await clerk.page.getByLabel('Title registered on').fill('2026-07-01');
  await clerk.page.getByRole('button', {name: 'Save'}).click();
  await clerk.page.waitForURL('**saved=1');
  await clerk.page.goto(house.base + lease);
  await clerk.page.getByRole('link', {name: 'Activate'}).click();
  await expectAccessible(clerk.page);
  await clerk.page.getByRole('button', {name: 'Activate'}).click();
  await clerk.page.waitForURL('**saved=1');
  assert.equal(await status(clerk), 'Active');
  await expectAccessible(clerk.page);
  const later = await read();
  assert.equal(later.contracts, earlier.contracts + 1);
  assert.equal(BigInt(later.outstanding_principal.replace('.', '')) - BigInt(earlier.outstanding_principal.replace('.', '')), 900000000n);
  assert.deepEqual(clerk.complaints.concat(risk.complaints, approver.complaints, finance.complaints), []);
});

test('APaymentIsTakenAndItsEntriesAreSeen', async () => {
  const finance = await at('finance', lease);
  const {page} = finance;
  await page.getByRole('link', {name: 'Take a payment'}).click();
  await page.getByLabel('Amount').fill('100,000.00');
  await page.getByLabel('Date').fill('2026-07-15');
  await page.getByLabel('Reference').fill('BANK-77');
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Take a payment'}).click();
  await page.waitForURL('**saved=1');
  assert.match(await page.locator('#payments').textContent(), /BANK-77.*100,000\.00/);
  assert.match(await page.locator('#journal').textContent(), /Payment applied/);
  await page.locator('#journal').getByRole('link', {name: 'Payment applied'}).first().click();
  assert.match(await page.locator(':target').textContent(), /Payment received/);
  await expectAccessible(page);

  await page.goto(`${house.base}${lease}?as_of=2026-07-01`);
  assert.equal(await page.locator('#payments').getByText('BANK-77').count(), 0, 'not there yet on that day');

  await page.goto(`${house.base}/trial-balance`);
  await page.getByRole('link', {name: /100,000\.00|Bank/}).first().click();
  for (const path of ['/journal', '/journal?account=bank', '/trial-balance', '/accounts', '/accounts/bank']) {
    await page.goto(house.base + path);
    await expectAccessible(page);
  }
  await page.goto(house.base + lease);
  await page.getByRole('link', {name: 'Reverse', exact: true}).click();
  await page.getByLabel('Reason').fill('bounced');
  await page.getByRole('button', {name: 'Reverse the payment'}).click();
  await page.waitForURL('**saved=1');
  assert.match(await page.locator('#payments').textContent(), /Reversed/);
  assert.deepEqual(finance.complaints, []);
});

test('AFormWithMistakesComesBackFilledAndWorksWithoutJavaScript', async () => {
  const clerk = await house.signedIn('clerk', {javaScriptEnabled: false});
  const {page} = clerk;
  await page.goto(`${house.base}/lessees/new`);
  await page.locator('#field-code').fill('NOSCRIPT-1');
  await page.locator('#field-name').fill('=HYPERLINK("x") <script>alert(1)</script>');
  await page.locator('#field-cluster').fill('NO-SUCH-CLUSTER');
  await page.getByRole('button', {name: 'Save'}).click();
  assert.match(await page.locator('.errsum').textContent(), /NO-SUCH-CLUSTER/);
  assert.equal(await page.locator('#field-code').inputValue(), 'NOSCRIPT-1');
  await page.locator('#field-cluster').fill('');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL('**/lessees/NOSCRIPT-1*');
  assert.match(await page.locator('h1').textContent(), /<script>alert\(1\)<\/script>/);
});

test('TheKeyboardAloneReachesTheSearch', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/contracts`);
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await page.keyboard.type('BROWSER-1');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?q=BROWSER-1');
  assert.match(await page.locator('main').textContent(), /L-\d{4}-\d{6}/);
});
