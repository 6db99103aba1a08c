// Residual values as risk and the approver meet them: the book, one lease, a curve accepted, an impairment decided on.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house;
before(async () => {
  house = await openHouse(300);
  await house.addUser('rui', 'risk');
  await house.addUser('an', 'approver');
});
after(async () => house?.close());

test('TheBookOfResidualsAndItsPagesAreAccessible', async () => {
  const {page, complaints} = await house.signedIn('rui');
  for (const path of ['/residuals', '/residuals/maturities', '/residuals/off-lease', '/impairments']) {
    await page.goto(house.base + path);
    await page.getByRole('heading', {level: 1}).waitFor();
    await expectAccessible(page);
  }
  await page.goto(`${house.base}/residuals?as_of=2026-06-30`);
  await page.locator('table.t tbody a').first().click();
  await page.getByRole('heading', {name: /Residual value:/}).waitFor();
  await page.getByRole('heading', {name: 'Under stress, and who bears it'}).waitFor();
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('RiskAcceptsAFitAndItIsInForce', async () => {
  const {page, complaints} = await house.signedIn('rui');
  await page.goto(`${house.base}/asset-classes/CNC`);
  await page.getByText('Fitted to sales, with its band').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', {name: 'Accept the fit'}).click();
  await page.getByText('in force').first().waitFor();
  await page.getByRole('link', {name: 'Enter a curve'}).click();
  await page.getByLabel('Points').fill('12 0.80\n24 0.70');
  await page.getByLabel('Valid from').fill('2030-01-01');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('to come').first().waitFor();
  assert.deepEqual(complaints, []);
});

test('AnImpairmentIsDecidedOnByAnother', async () => {
  const {page, complaints} = await house.signedIn('an');
  await page.goto(`${house.base}/impairments`);
  await page.locator('table.t tbody a').first().click();
  await page.getByRole('heading', {name: 'Posted when it is accepted today'}).waitFor();
  await expectAccessible(page);
  await page.getByRole('radio', {name: 'Accept'}).check();
  await page.getByLabel('Reason').fill('Second-hand prices fell');
  await page.getByRole('button', {name: 'Record the decision'}).click();
  await page.getByText('Accepted').first().waitFor();
  assert.deepEqual(complaints, []);
});

test('AMachineShowsItsPapersAndItsHistory', async () => {
  const {page, complaints} = await house.signedIn('rui');
  await page.goto(`${house.base}/assets`);
  await page.locator('table.t tbody a').first().click();
  await page.getByRole('heading', {name: 'History'}).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', {name: 'Edit'}).click();
  await page.getByLabel('Location').fill('Wuxi, hall 2');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('row', {name: /Location.*Wuxi, hall 2/}).waitFor();
  assert.deepEqual(complaints, []);
});
