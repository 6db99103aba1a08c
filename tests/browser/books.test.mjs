// What finance reads in the books: an overlay before the close, then provisions, invoices, and what stands behind a figure.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house, fang;
before(async () => {
  house = await openHouse(120);
  await house.addUser('fang', 'finance');
  await house.addUser('lin', 'clerk');
  fang = await house.signedIn('fang');
});
after(async () => house?.close());

test('AnOverlayIsEnteredWithItsReason', async () => {
  const {page} = fang;
  await page.goto(`${house.base}/periods/2026-06`);
  await page.getByRole('link', {name: 'Overlays'}).click();
  await page.getByRole('link', {name: 'Enter an overlay'}).click();
  await page.getByLabel('Share').fill('10');
  await page.getByLabel('Reason').fill('Orders fall in two clusters');
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('row', {name: /Orders fall/}).waitFor();
  await expectAccessible(page);
});

test('ProvisionsOfAClosedMonthLeadToTheirLeases', async () => {
  const {page} = fang;
  await page.goto(`${house.base}/periods/2026-06`);
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', {name: 'Close the month'}).click();
  await page.getByRole('row', {name: /Lock/}).waitFor();
  await page.goto(`${house.base}/provisions?period=2026-06`);
  await page.locator('summary', {hasText: 'Filters'}).click();
  await expectAccessible(page);
  await page.getByRole('combobox', {name: 'Stage'}).selectOption('stage_1');
  await page.locator('details[open]').getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**/provisions?period=2026-06&stage=stage_1');
  await expectAccessible(page);
  await page.getByRole('region', {name: 'By stage'}).getByRole('row', {name: /^Stage 1/}).waitFor();
  await page.getByRole('region', {name: 'Provisions'}).locator('tbody a').first().click();
  await page.waitForURL('**/contracts/*');
});

test('ProvisionsAreSortedAndTakenAwayAsTheyAreShown', async () => {
  const {page} = fang;
  const lease = page.url();
  await page.goto(`${house.base}/provisions?period=2026-06&columns=contract,allowance&stage=stage_1`);
  const list = page.getByRole('region', {name: 'Provisions'});
  await list.getByRole('link', {name: 'Allowance'}).click();
  await page.waitForURL((url) => url.searchParams.get('sort') === '-allowance');
  assert.deepEqual(await list.locator('thead th').allTextContents(), ['Lease', 'Allowance']);
  const shown = await list.locator('tbody td:first-child').allTextContents();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'CSV'}).click()]);
  assert.equal(file.suggestedFilename(), 'provisions-2026-06-30.csv');
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  assert.equal(lines[0], '\uFEFFrow,contract,allowance');
  assert.deepEqual(lines.slice(1, shown.length + 1).map((line) => line.split(',')[1]), shown);
  await page.goto(lease);
});

test('PaymentsAreNarrowedByStatus', async () => {
  const {page} = fang;
  const lease = page.url();
  await page.goto(`${house.base}/payments`);
  await page.locator('summary', {hasText: 'Filters'}).click();
  await page.getByRole('combobox', {name: 'Status'}).selectOption('received');
  await page.locator('details[open]').getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**/payments?status=received');
  assert.ok((await page.locator('tbody tr').count()) > 0);
  await page.goto(`${house.base}/payments?status=recovered`);
  await page.getByText('No payment matches.').waitFor();
  await expectAccessible(page);
  await page.goto(lease);
});

test('AFigureOfALeaseOpensTheLinesBehindIt', async () => {
  const {page} = fang;
  const shown = (await page.locator('a', {hasText: '¥'}).first().innerText().catch(() => '')).trim();
  await page.locator('a[href*="/figures/net_investment"]').first().click();
  await page.waitForURL('**/figures/net_investment*');
  await expectAccessible(page);
  assert.ok((await page.locator('table.t tbody tr').count()) > 0, `lines behind ${shown}`);
  await page.goBack();
  await page.locator('a[href*="/dues/"]').first().click();
  await page.getByRole('heading', {name: 'Settled by'}).waitFor();
  await expectAccessible(page);
});

test('InvoicesAreFilteredAndOpened', async () => {
  const {page} = fang;
  await page.goto(`${house.base}/invoices`);
  await page.locator('summary', {hasText: 'Filters'}).click();
  await page.getByRole('combobox', {name: 'Kind'}).selectOption('due');
  await page.locator('details[open]').getByRole('button', {name: 'Show'}).click();
  await expectAccessible(page);
  await page.getByRole('link', {name: /^I-2026-/}).first().click();
  await page.getByText('Gross').first().waitFor();
  await expectAccessible(page);
  await page.goto(`${house.base}/trial-balance/translated?period=2026-06`);
  await page.getByRole('row', {name: /Translation difference/}).waitFor();
  await expectAccessible(page);
  assert.deepEqual(fang.complaints, []);
});

test('AVatRateIsEnteredForADayToCome', async () => {
  const {page} = fang;
  await page.goto(`${house.base}/vat-rates`);
  await expectAccessible(page);
  await page.getByRole('link', {name: 'Enter a rate'}).click();
  await page.getByLabel('Valid from').fill('2031-01-01');
  await page.getByLabel('Rate', {exact: true}).fill('12');
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('row', {name: /12\.00/}).waitFor();
  await expectAccessible(page);
  assert.deepEqual(fang.complaints, []);
});

test('AGradeOfAPastDayIsEntered', async () => {
  const {page, complaints} = await house.signedIn('lin');
  await page.goto(`${house.base}/lessees`);
  await page.locator('table.t tbody a').first().click();
  await page.getByRole('link', {name: 'Enter a grade'}).click();
  await page.getByLabel('Date').fill('2026-05-01');
  await page.getByLabel('Rating').selectOption('CCC');
  await page.getByLabel('Reason').fill('Two notices of default');
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('row', {name: /Two notices of default/}).waitFor();
  assert.deepEqual(complaints, []);
});
