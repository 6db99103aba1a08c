// The main job as people do it: sign in, price, write a lease, have it approved, see it in the exposure.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house, admin;
before(async () => {
  house = await openHouse();
  await house.addUser('clerk', 'clerk');
  await house.addUser('approver', 'approver');
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

test('EveryPageIsAccessibleInBothLanguages', async () => {
  const {page, complaints} = admin;
  const paths = ['/', '/exposure?as_of=2026-06-30', '/residuals?as_of=2026-06-30', '/contracts', '/contracts/new', '/quotes',
    '/curves?as_of=2026-06-30', '/lessees', '/lessees/new', '/suppliers', '/clusters', '/industries', '/asset-classes',
    '/asset-classes/CNC', '/assets', '/users', '/users/new', '/imports', '/password', '/search?q=pump', '/nothing-here'];
  for (const language of ['中文', 'EN']) {
    await page.goto(house.base + '/');
    await page.getByRole('button', {name: language, exact: true}).click();
    for (const path of paths) {
      const answer = await page.goto(house.base + path);
      assert.equal(answer.status(), path === '/nothing-here' ? 404 : 200, path);
      assert.equal(await page.getAttribute('html', 'lang'), language === 'EN' ? 'en' : 'zh-CN', path);
      await expectAccessible(page);
    }
  }
  assert.deepEqual(complaints.filter((text) => !text.includes('404')), []);
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

async function writeLease(page, serial) {
  await page.goto(`${house.base}/contracts/new`);
  const lessee = await page.locator('#field-lessee-list option').first().getAttribute('value');
  await page.getByLabel('Lessee', {exact: false}).first().fill(lessee);
  await page.getByLabel('Asset class').selectOption('CNC');
  await page.getByLabel('Serial number').fill(serial);
  await page.locator('#field-financed_amount').fill('9,000,000.00');
  await page.locator('#field-commencement').fill('2026-06-15');
  await page.getByRole('button', {name: 'Save draft'}).click();
}

test('ALeaseIsDraftedByOneApprovedByAnotherAndThenInTheBook', async () => {
  const clerk = await house.signedIn('clerk');
  await writeLease(clerk.page, 'BROWSER-1');
  await clerk.page.waitForURL('**/contracts/L-*');
  const number = new URL(clerk.page.url()).pathname.split('/').pop();
  assert.equal(await clerk.page.locator('.tag').first().textContent(), 'Draft');
  assert.equal(await clerk.page.getByRole('button', {name: 'Approve'}).count(), 0, 'who enters does not approve');

  const approver = await house.signedIn('approver');
  approver.page.on('dialog', (dialog) => dialog.accept());
  await approver.page.goto(`${house.base}/contracts/${number}`);
  await approver.page.getByRole('button', {name: 'Approve'}).click();
  await approver.page.waitForURL('**saved=1');
  assert.equal(await approver.page.locator('.tag').first().textContent(), 'Approved');

  const read = async () => {
    const answer = await admin.page.request.get(`${house.base}/api/v1/reports/exposure?as_of=2026-06-30`);
    return (await answer.json()).total;
  };
  const earlier = await read();
  clerk.page.on('dialog', (dialog) => dialog.accept());
  await clerk.page.goto(`${house.base}/contracts/${number}`);
  await clerk.page.getByRole('button', {name: 'Activate'}).click();
  await clerk.page.waitForURL('**saved=1');
  assert.equal(await clerk.page.locator('.tag').first().textContent(), 'Active');
  await expectAccessible(clerk.page);
  const later = await read();
  assert.equal(later.contracts, earlier.contracts + 1);
  assert.equal(BigInt(later.outstanding_principal.replace('.', '')) - BigInt(earlier.outstanding_principal.replace('.', '')), 900000000n);
  assert.deepEqual(clerk.complaints.concat(approver.complaints), []);
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

test('PagesFitANarrowScreen', async () => {
  const context = await house.browser.newContext({viewport: {width: 360, height: 740}, storageState: await admin.context.storageState()});
  const page = await context.newPage();
  for (const path of ['/', '/contracts', '/exposure?as_of=2026-06-30', '/quotes']) {
    await page.goto(house.base + path);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${path} is ${wider} px too wide`);
  }
  await context.close();
});
