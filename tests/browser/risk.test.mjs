// Risk as its people work with it: run the loss distribution, read it, stress the book, compare.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house;
before(async () => {
  house = await openHouse(300);
  await house.addUser('rui', 'risk');
  await house.addUser('clerk', 'clerk');
});
after(async () => house?.close());

test('RiskRunsTheLossDistributionAndReadsIt', async () => {
  const {page, complaints} = await house.signedIn('rui');
  await page.goto(`${house.base}/`);
  await page.getByRole('link', {name: 'Loss distribution'}).click();
  await page.getByRole('link', {name: 'Parameters', exact: true}).click();
  await page.getByLabel('Scenarios').fill('10000');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('Saved.').waitFor();
  await expectAccessible(page);
  await page.goto(`${house.base}/risk`);
  await page.getByRole('button', {name: 'Run the loss distribution'}).click();
  await page.getByText(/The run is finished|Expected shortfall 99.9%/).first().waitFor();
  await page.reload();
  await page.getByText('Expected shortfall 99.9%').first().waitFor();
  await page.getByRole('heading', {name: 'Second opinion'}).waitFor();
  assert.equal(await page.locator('svg[role="img"], .chart svg').count() > 0, true);
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('TheLeaseFormShowsWhatOneMoreLeaseAdds', async () => {
  const {page, complaints} = await house.signedIn('clerk');
  const lessees = await page.request.get(`${house.base}/api/v1/lessees?limit=1`);
  await page.goto(`${house.base}/contracts/new`);
  await page.getByLabel('Lessee').fill((await lessees.json()).items[0].code);
  await page.getByLabel('Asset class').selectOption('CNC');
  await page.getByLabel('Financed amount').fill('1,000,000.00');
  const effect = page.locator('#result').getByRole('table', {name: 'Effect on the loss distribution'});
  await effect.getByRole('row', {name: /Expected shortfall 99.9%/}).waitFor();
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('ACorrelationOfTwoIndustriesIsSetAndTakenBack', async () => {
  const {page, complaints} = await house.signedIn('rui');
  await page.goto(`${house.base}/risk`);
  await page.getByRole('link', {name: 'Industry correlations'}).click();
  await page.getByText('No pair has a correlation of its own.').waitFor();
  await page.getByRole('link', {name: 'Set a correlation'}).click();
  await page.getByLabel('First').selectOption('C34');
  await page.getByLabel('Second').selectOption('C35');
  await page.getByLabel('Correlation').fill('60');
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL('**saved=1');
  assert.match(await page.locator('table.t').innerText(), /60\.00%/);
  await expectAccessible(page);
  await page.getByRole('link', {name: 'Remove'}).click();
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Remove'}).click();
  await page.getByText('No pair has a correlation of its own.').waitFor();
  assert.deepEqual(complaints, []);
});

test('ALossIsReadInChineseToo', async () => {
  const {page} = await house.signedIn('rui');
  await page.goto(`${house.base}/risk`);
  await page.getByRole('button', {name: '中文', exact: true}).click();
  await page.getByRole('heading', {name: '损失分布', level: 1}).waitFor();
  await expectAccessible(page);
});

test('RiskStressesTheBookAndComparesTwoRuns', async () => {
  const {page, complaints} = await house.signedIn('rui');
  await page.goto(`${house.base}/stress/new`);
  await page.getByLabel('Name').fill('Rates and machines');
  await page.getByLabel('Cluster multipliers').fill('ATLANTIS:3');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('There is no cluster "ATLANTIS".').first().waitFor();
  await expectAccessible(page);
  await page.getByLabel('Cluster multipliers').fill('all:3');
  await page.getByLabel('Curve shifts').fill('1Y:100;5Y:150');
  await page.getByLabel('Residual falls').fill('all:0.20');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByLabel('As of').fill('2026-06-30');
  await page.getByRole('button', {name: 'Run this scenario'}).click();
  await page.getByRole('heading', {name: 'The whole book'}).waitFor();
  await expectAccessible(page);
  await page.goto(`${house.base}/stress/Rates%20and%20machines`);
  await page.getByLabel('As of').fill('2026-06-30');
  await page.getByRole('button', {name: 'Run this scenario'}).click();
  await page.getByRole('heading', {name: 'The whole book'}).waitFor();
  await page.goto(`${house.base}/stress`);
  await expectAccessible(page);
  await page.getByRole('link', {name: 'with the last run'}).click();
  await page.getByRole('columnheader', {name: 'Rates and machines (1)'}).first().waitFor();
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});
