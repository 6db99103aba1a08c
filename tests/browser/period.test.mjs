// The monthly close as finance does it: start it, watch it, read its figures, ask to reopen it, have it reopened.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house;
before(async () => {
  house = await openHouse(300);
  await house.addUser('fang', 'finance');
  await house.addUser('feng', 'finance');
});
after(async () => house?.close());

test('FinanceClosesAMonthAndSeesItLocked', async () => {
  const {page, complaints} = await house.signedIn('fang');
  await page.goto(`${house.base}/periods`);
  await page.getByRole('link', {name: '2026-06', exact: true}).click();
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', {name: 'Close the month'}).click();
  await page.getByRole('row', {name: /Lock/}).waitFor();
  await page.reload();
  await page.getByText('closed', {exact: false}).first().waitFor();
  await expectAccessible(page);
  const rows = await page.locator('table.t tbody tr').count();
  assert.ok(rows >= 8, `eight steps are shown, not ${rows}`);
  assert.deepEqual(complaints, []);
});

test('AClosedMonthIsReopenedByTwoPeople', async () => {
  const first = await house.signedIn('fang');
  await first.page.goto(`${house.base}/periods/2026-06`);
  await first.page.getByLabel('Reason').fill('A payment of June came late');
  await first.page.getByRole('button', {name: 'Ask to reopen'}).click();
  await first.page.waitForURL('**/periods/2026-06');
  assert.equal(await first.page.getByRole('button', {name: 'Reopen the month'}).count(), 0);
  const second = await house.signedIn('feng');
  await second.page.goto(`${house.base}/periods/2026-06`);
  second.page.once('dialog', (dialog) => dialog.accept());
  await second.page.getByRole('button', {name: 'Reopen the month'}).click();
  await second.page.getByRole('button', {name: 'Close the month'}).waitFor();
  assert.deepEqual(second.complaints, []);
});
