// The reader of finance: picks the month, sees figures and limits, opens a figure down to its contract, sorts, narrows,
// compares, prints, makes the pack and downloads it.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house;
before(async () => {
  house = await openHouse(300);
  await house.addUser('fang', 'finance');
  const {page, context} = await house.signedIn('fang');
  await page.goto(`${house.base}/periods/2026-06`);
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', {name: 'Close the month'}).click();
  await page.getByRole('row', {name: /Lock/}).waitFor();
  await context.close();
});
after(async () => house?.close());

test('TheMonthIsSeenAtAGlanceAndItsPackIsMade', async () => {
  const {page, complaints} = await house.signedIn('fang');
  await page.goto(`${house.base}/reports`);
  await page.getByRole('heading', {name: 'Reports 2026-06'}).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Make the pack'}).click();
  const file = page.getByRole('link', {name: /English and Chinese/});
  await file.waitFor({timeout: 120_000});
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
  assert.equal(download.suggestedFilename(), 'report_pack_2026-06_both.zip');
  assert.deepEqual(complaints, []);
});

test('AFigureOpensDownToItsContract', async () => {
  const {page, complaints} = await house.signedIn('fang');
  await page.goto(`${house.base}/reports/portfolio_summary?period=2026-06`);
  await expectAccessible(page);
  await page.locator('#figures tbody td.n a').first().click();
  await page.waitForURL('**/reports/contracts?**');
  await page.locator('#figures tbody td a').first().click();
  await page.waitForURL('**/contracts/**');
  assert.deepEqual(complaints, []);
});

test('AReportIsSortedSearchedNarrowedAndCompared', async () => {
  const {page, complaints} = await house.signedIn('fang');
  await page.goto(`${house.base}/reports/contracts?period=2026-06`);
  await expectAccessible(page);
  await page.locator('#figures thead').getByRole('link', {name: 'Net investment', exact: true}).click();
  assert.equal(await page.locator('th[aria-sort="descending"]').count(), 1);
  const lines = await page.locator('#figures tbody tr').count();
  await page.locator('#choice').getByLabel('Search').fill('no such lessee');
  await page.getByRole('button', {name: 'Show'}).click();
  await page.getByText('0 lines').waitFor();
  assert.ok(lines > 100, `all leases are listed, not ${lines}`);
  await page.goto(`${house.base}/reports/trial_balance?period=2026-06&against=previous-month`);
  await page.getByRole('columnheader', {name: 'Closing, change'}).waitFor();
  await page.goto(`${house.base}/reports/trial_balance?period=2026-06&show=code,closing`);
  assert.equal(await page.locator('#figures thead th').count(), 2);
  await page.goto(`${house.base}/reports/trial_balance?period=2026-06`);
  await page.getByText('Columns', {exact: true}).click();
  await page.getByRole('checkbox', {name: 'Opening'}).uncheck();
  await page.getByRole('button', {name: 'Show'}).click();
  assert.equal(await page.locator('#figures thead th').count(), 6);
  assert.deepEqual(complaints, []);
});

test('ThePrintedPageIsTheTableAndNothingAroundIt', async () => {
  const {page} = await house.signedIn('fang');
  await page.goto(`${house.base}/reports/trial_balance?period=2026-06`);
  await page.emulateMedia({media: 'print'});
  assert.equal(await page.locator('#choice').isVisible(), false);
  assert.equal(await page.locator('#figures').isVisible(), true);
});

// Poppler reads what Chromium prints: every heading is on the paper, and each page says what it is of. July is open.
test('ThePrintedPageLosesNoColumnAndSaysOnEachPageThatItIsPreliminary', async () => {
  const {page} = await house.signedIn('fang');
  await page.goto(`${house.base}/reports/contracts?period=2026-07`);
  const heads = await page.locator('#figures thead th').allInnerTexts();
  const printed = await page.pdf({preferCSSPageSize: true});
  const info = execFileSync('pdfinfo', ['-'], {input: printed, encoding: 'utf8'});
  assert.match(info, /A3/);
  const pages = execFileSync('pdftotext', ['-', '-'], {input: printed, encoding: 'utf8'}).split('\f').slice(0, -1);
  assert.ok(pages.length > 2, `many pages, not ${pages.length}`);
  for (const text of pages.slice(0, -1)) assert.match(text, /PRELIMINARY/);
  const words = new Set(pages[1].split(/\s+/));
  assert.deepEqual(heads.flatMap((head) => head.split(' ')).filter((word) => !words.has(word)), []);
});

test('TheSamePageInChinese', async () => {
  const {page} = await house.signedIn('fang');
  await page.goto(`${house.base}/reports`);
  await page.getByRole('button', {name: '中文'}).click();
  await page.getByRole('heading', {name: '报表 2026-06'}).waitFor();
  await expectAccessible(page);
});
