// Exposure and limits in a browser: axes chosen and crossed, the contracts behind a figure, a limit that stops an
// approval until somebody lets the lease pass.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {expectAccessible, openHouse} from './house.mjs';

let house, admin, clerk, risk, approver;
before(async () => {
  house = await openHouse(150);
  await house.addUser('clerk', 'clerk');
  await house.addUser('risk', 'risk');
  await house.addUser('approver', 'approver');
  admin = await house.signedIn('admin');
});
after(async () => house?.close());

test('ExposureIsShownByAnyAxisAndCrossedWithAnother', async () => {
  const {page, complaints} = admin;
  await page.goto(`${house.base}/exposure?as_of=2026-06-30`);
  await page.getByRole('heading', {level: 1, name: 'Exposure'}).waitFor();
  assert.match(await page.locator('p.sub').textContent(), /Cluster × Industry/);
  await expectAccessible(page);
  await page.getByLabel('By', {exact: true}).selectOption('grade');
  await page.getByLabel('crossed with').selectOption('branch');
  await page.getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**rows=grade**');
  assert.match(await page.locator('p.sub').textContent(), /Rating × Branch|Grade × Branch/);
  assert.ok(await page.locator('section', {hasText: 'Heat map'}).locator('svg a').count() > 3, 'cells of the heat map link');
  await expectAccessible(page);
  await page.getByLabel('crossed with').selectOption('');
  await page.getByRole('button', {name: 'Show'}).click();
  await page.waitForURL((url) => url.searchParams.get('columns') === '');
  assert.equal(await page.getByRole('heading', {name: 'Heat map'}).count(), 0);
  assert.deepEqual(complaints, []);
});

test('AFigureLeadsToTheContractsBehindItWhichAddUpToIt', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/exposure?as_of=2026-06-30&rows=grade`);
  const row = page.getByRole('region', {name: 'Figures'}).locator('tbody tr').first();
  const exposure = (await row.locator('td').nth(3).textContent()).trim();
  await row.getByRole('link').click();
  await page.getByRole('heading', {level: 1, name: 'Leases behind the exposure'}).waitFor();
  const total = await page.locator('tfoot td').last().textContent();
  assert.equal(total.trim(), exposure);
  await expectAccessible(page);
});

test('RuleSetsAreAddedAndFiguresOfTheCompanyGiveThemTheirBase', async () => {
  risk = await house.signedIn('risk');
  const {page, complaints} = risk;
  await page.goto(`${house.base}/limits`);
  await page.getByLabel('The company is a').selectOption('financial_leasing_co');
  await page.getByRole('button', {name: 'Add these limits'}).click();
  await page.waitForURL('**saved=1');
  assert.ok(await page.getByRole('link', {name: 'FLC-LESSEE'}).count() > 0);
  assert.match(await page.locator('table').textContent(), /Unknown/);
  await page.goto(`${house.base}/company-figures/new`);
  await page.getByLabel('Code').fill('2026-Q2');
  await page.getByLabel('Date').fill('2026-06-30');
  await page.getByLabel('Net capital').fill('1,000,000,000');
  await page.getByLabel('Net assets').fill('1,100,000,000');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL('**saved=1');
  await page.goto(`${house.base}/limits`);
  assert.match(await page.locator('table').textContent(), /Within/);
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('LimitsAreNarrowedKeptAsAViewAndTakenAwayAsTheyAreShown', async () => {
  const {page} = risk;
  await page.goto(`${house.base}/limits`);
  await page.locator('.kpis > div', {hasText: 'Within'}).getByRole('link').click();
  await page.waitForURL('**/limits?status=within');
  const statuses = await page.locator('tbody .tag').allTextContents();
  assert.ok(statuses.length > 0 && statuses.every((status) => status === 'Within'));
  await page.locator('summary', {hasText: 'Columns'}).click();
  await page.getByLabel('Item code').check();
  await page.locator('details[open]').getByRole('button', {name: 'Show'}).click();
  await page.waitForURL((url) => url.searchParams.get('columns')?.includes('item_code'));
  const shown = new URL(page.url()).searchParams;
  assert.equal(shown.get('status'), 'within', 'what narrows the list is kept');
  assert.equal(shown.get('as_of'), null, 'today is what no address names');
  await expectAccessible(page);
  await page.locator('summary', {hasText: 'Saved views'}).click();
  await page.getByLabel('Keep what is shown under a name').fill('Room left');
  await page.getByRole('button', {name: 'Keep', exact: true}).click();
  await page.waitForURL('**saved=1');
  await page.goto(`${house.base}/limits`);
  await page.getByRole('link', {name: 'Room left'}).click();
  await page.waitForURL((url) => url.searchParams.get('status') === 'within' && url.searchParams.has('columns'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'CSV'}).click()]);
  const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  assert.match(head, /^\uFEFFrow,limit,item,item_code,/);
  assert.deepEqual(lines.map((line) => line.split(',')[1]), await page.locator('tbody tr td:first-child a').allTextContents());
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'XLSX'}).click()]);
  assert.match(book.suggestedFilename(), /^limits-.*\.xlsx$/);
});

test('ALeaseThatBreaksALimitIsStoppedUntilSomebodyLetsItPass', async () => {
  await risk.page.goto(`${house.base}/limits/new`);
  await risk.page.getByLabel('Code').fill('SMALL');
  await risk.page.getByLabel('Indicator').selectOption('single_lessee');
  await risk.page.getByLabel('Measure').selectOption('financing_balance');
  await risk.page.getByLabel('Base').selectOption('amount');
  await risk.page.getByLabel(/^Amount/).fill('50,000');
  await risk.page.getByLabel('Valid from').fill('2026-01-01');
  await risk.page.getByRole('button', {name: 'Save'}).click();
  await risk.page.waitForURL('**saved=1');

  clerk = await house.signedIn('clerk');
  const lessees = await clerk.page.request.get(`${house.base}/api/v1/lessees?limit=1`);
  const lessee = (await lessees.json()).items[0].code;
  await clerk.page.goto(`${house.base}/contracts/new`);
  await clerk.page.getByLabel('Lessee').fill(lessee);
  await clerk.page.getByLabel('Asset class').selectOption('CNC');
  await clerk.page.getByLabel('Serial number').fill('SN-LIMIT-1');
  await clerk.page.getByLabel('Financed amount').fill('1,000,000.00');
  // The form says what the lease does before anything is saved.
  await clerk.page.locator('#result').getByRole('heading', { name: 'What this lease does to the limits' }).waitFor();
  assert.match(await clerk.page.locator('#result').textContent(), /SMALL/);
  await expectAccessible(clerk.page);
  await clerk.page.getByRole('button', {name: 'Save draft'}).click();
  await clerk.page.waitForURL('**saved=1');
  const lease = clerk.page.url().split('?')[0];
  clerk.page.on('dialog', (dialog) => dialog.accept());
  await clerk.page.getByRole('button', {name: 'Apply'}).click();
  await clerk.page.waitForURL('**saved=1');

  await risk.page.goto(`${lease}/credit-decision`);
  await risk.page.getByLabel('Accept').check();
  await risk.page.getByLabel('Reason').fill('sound');
  await risk.page.getByRole('button', {name: 'Decide on credit'}).click();
  await risk.page.waitForURL('**saved=1');

  approver = await house.signedIn('approver');
  approver.page.on('dialog', (dialog) => dialog.accept());
  await approver.page.goto(lease);
  await approver.page.getByRole('button', {name: 'Approve'}).click();
  await approver.page.getByText('This lease breaks limit SMALL').waitFor();

  await risk.page.goto(lease);
  await risk.page.getByRole('link', {name: 'Override limits'}).click();
  await risk.page.getByLabel('Reason').fill('anchor of the cluster');
  await expectAccessible(risk.page);
  await risk.page.getByRole('button', {name: 'Override limits'}).click();
  await risk.page.waitForURL('**saved=1');

  await approver.page.goto(lease);
  await approver.page.getByRole('button', {name: 'Approve'}).click();
  await approver.page.waitForURL('**saved=1');
  assert.match(await approver.page.textContent('body'), /anchor of the cluster/);
});

test('ExposureAndLimitsFitANarrowScreen', async () => {
  const {page} = admin;
  await page.setViewportSize({width: 360, height: 740});
  for (const path of ['/exposure?as_of=2026-06-30', '/limits', '/exposure/contracts?as_of=2026-06-30']) {
    await page.goto(`${house.base}${path}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${path} is ${wider} px too wide`);
  }
});
