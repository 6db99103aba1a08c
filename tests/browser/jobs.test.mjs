// Jobs as people find them: a close started by button and one by command line, and what a start of the server makes of
// one that never ended. What cannot be taken back is asked about, without JavaScript too.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house;
before(async () => {
  house = await openHouse(60);
  await house.addUser('fang', 'finance');
});
after(async () => house?.close());

test('ACloseAsksFirstWithoutJavaScriptAndIsOnRecord', async () => {
  await (await house.signedIn('fang')).context.close();  // with the first password changed
  const {page, context} = await house.signedIn('fang', {javaScriptEnabled: false});
  await page.goto(`${house.base}/periods/2026-06`);
  await page.getByRole('button', {name: 'Close the month'}).click();
  assert.match(await page.textContent('main'), /Posts interest, invoices, provisions and the trial balance of 2026-06/);
  await page.getByRole('link', {name: 'Cancel'}).click();
  await page.waitForURL('**/periods/2026-06');
  await page.goto(`${house.base}/jobs`);
  assert.match(await page.textContent('main'), /No job has run yet/);
  await page.goto(`${house.base}/periods/2026-06`);
  await page.getByRole('button', {name: 'Close the month'}).click();
  await page.getByRole('button', {name: 'Yes, go on'}).click();
  await page.waitForURL('**/periods/2026-06');
  await page.goto(`${house.base}/jobs`);
  await page.getByRole('link', {name: 'Monthly close: 2026-06'}).click();
  assert.match(await page.textContent('main'), /fang/);
  await context.close();
});

test('ARunningJobIsWatchedToItsEnd', async () => {
  const {page, complaints} = await house.signedIn('fang');
  await page.goto(`${house.base}/jobs/1`);
  await page.getByText('The month is closed. Hash of its journal:').waitFor();
  await expectAccessible(page);
  await page.goto(`${house.base}/jobs`);
  await page.getByRole('cell', {name: 'Done'}).waitFor();
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('ACloseOnTheCommandLineIsAmongTheJobs', async () => {
  await assert.rejects(house.command(['close', '--period', '2026-06']), 'it is closed');
  const {page} = await house.signedIn('fang');
  await page.goto(`${house.base}/jobs`);
  assert.equal(await page.getByRole('link', {name: 'Monthly close: 2026-06'}).count(), 2);
  assert.match(await page.textContent('main'), /Refused[^]*Period 2026-06 is closed\./);
});
