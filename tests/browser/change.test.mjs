// A lease changed mid-term in a browser: previewed beside the old schedule, confirmed, seen on its page.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house, clerk;
before(async () => {
  house = await openHouse(40);
  await house.addUser('clerk', 'clerk');
  clerk = await house.signedIn('clerk');
});
after(async () => house?.close());

async function preview(page) {
  await page.goto(`${house.base}/contracts?status=active`);
  await page.locator('table.t tbody a[href^="/contracts/"]').first().click();
  await page.getByRole('link', {name: 'Change this lease'}).click();
  await page.getByLabel('What changes').selectOption('partial_prepayment');
  await page.getByRole('button', {name: 'Choose'}).click();
  await page.getByLabel('Amount').fill('1,000.00');
  await page.getByLabel('Reason').fill('early money');
  await page.getByRole('button', {name: 'Preview'}).click();
  await page.getByRole('heading', {name: 'Schedule after the change'}).waitFor();
}

test('APartialPrepaymentIsPreviewedAndConfirmed', async () => {
  const {page, complaints} = clerk;
  await preview(page);
  await page.getByRole('heading', {name: 'Schedule now'}).waitFor();
  await expectAccessible(page);
  assert.match(await page.locator('main').textContent(), /Records "Partial prepayment" of L-/);
  await page.getByRole('button', {name: 'Confirm the change'}).click();
  await page.waitForURL(/\/contracts\/L-[^/]+\?saved=1/);
  assert.match(await page.locator('main').textContent(), /Schedule changed/);
  assert.deepEqual(complaints, []);
});

test('TheSameWithoutJavaScript', async () => {
  const {page, context} = await house.signedIn('clerk', {javaScriptEnabled: false});
  await preview(page);
  await page.getByRole('button', {name: 'Confirm the change'}).click();
  await page.waitForURL(/\/contracts\/L-[^/]+\?saved=1/);
  await context.close();
});
