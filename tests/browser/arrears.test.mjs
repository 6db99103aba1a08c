// Delinquency and the watch list as risk works with them: from a figure to the contracts behind it, a warning
// acknowledged, a lessee put on the watch list and taken off again.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house;
before(async () => {
  house = await openHouse(400);
  await house.addUser('rong', 'risk');
});
after(async () => house?.close());

test('EveryViewOfArrearsIsReadableAndLeadsToItsContracts', async () => {
  const {page, complaints} = await house.signedIn('rong');
  await page.goto(`${house.base}/arrears?as_of=2026-05-31`);
  for (const view of ['Roll rates', 'Vintages', 'Cure rates', 'Contracts', 'Aging']) {
    await page.getByRole('navigation', {name: 'Views of arrears'}).getByRole('link', {name: view}).click();
    await page.getByRole('heading', {name: 'Arrears', level: 1}).waitFor();
    await expectAccessible(page);
  }
  await page.getByRole('table', {name: 'By cluster'}).locator('td.n a').first().click();
  await page.waitForURL('**/arrears/contracts?**');
  assert.ok(await page.locator('table.t tbody tr').count() > 0);
  await page.locator('table.t tbody tr a').first().click();
  await page.waitForURL('**/contracts/L-**');
  assert.deepEqual(complaints, []);
});

test('AFilterNarrowsTheAgingToACluster', async () => {
  const {page} = await house.signedIn('rong');
  await page.goto(`${house.base}/arrears?as_of=2026-05-31`);
  await page.getByLabel('Cluster', {exact: true}).selectOption({index: 1});
  await page.getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**cluster=**');
  assert.equal(await page.getByRole('table', {name: 'By cluster'}).locator('tbody tr').count(), 1);
});

test('ALesseeIsWatchedAndTakenOffAgain', async () => {
  const {page, complaints} = await house.signedIn('rong');
  await page.goto(`${house.base}/watch-list?as_of=2026-05-31`);
  await expectAccessible(page);
  const lessee = page.getByRole('table', {name: 'Early warnings'}).locator('a[href^="/lessees/"]').first();
  const code = decodeURIComponent((await lessee.getAttribute('href')).split('/').pop());
  await page.getByRole('link', {name: 'Watch a lessee'}).click();
  await page.getByLabel('Lessee').fill(code);
  await page.getByLabel('Since').fill('2026-05-01');
  await page.getByLabel('Reason').fill('Seen in the press');
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Put on the watch list'}).click();
  await page.waitForURL('**/watch-list?saved=1');
  await page.goto(`${house.base}/lessees/${encodeURIComponent(code)}`);
  await page.getByText('Seen in the press').waitFor();
  await page.goto(`${house.base}/watch-list`);
  await page.getByRole('link', {name: 'Take off'}).click();
  await page.getByLabel('Reason').fill('The press was wrong');
  await page.getByRole('button', {name: 'Take off the watch list'}).click();
  await page.waitForURL('**/watch-list?saved=1');
  assert.deepEqual(complaints, []);
});

test('AWarningIsAcknowledged', async () => {
  const {page} = await house.signedIn('rong');
  await page.goto(`${house.base}/watch-list`);
  await page.getByRole('link', {name: 'Acknowledge'}).first().click();
  await page.getByLabel('Note').fill('Called them: pays on Friday');
  await page.getByRole('button', {name: 'Acknowledge'}).click();
  await page.waitForURL('**/watch-list?saved=1');
  const acknowledged = page.locator('.kpis div', {hasText: 'Acknowledged'}).locator('dd');
  assert.equal((await acknowledged.innerText()).trim(), '1');
});

test('ThresholdsAreChecked', async () => {
  const {page} = await house.signedIn('rong');
  await page.goto(`${house.base}/watch-list/thresholds`);
  await expectAccessible(page);
  await page.getByLabel('Red from, past due').fill('2');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('alert').waitFor();
});
