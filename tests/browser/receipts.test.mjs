// Money comes in and nobody knows yet which lease it is for: recorded, seen on the first page, matched or given back.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {expectAccessible, openHouse} from './house.mjs';

let house, fang, lease;
before(async () => {
  house = await openHouse(40);
  await house.addUser('fang', 'finance');
  fang = await house.signedIn('fang');
  await fang.page.goto(`${house.base}/contracts?status=active`);
  lease = (await fang.page.locator('table.t tbody a[href^="/contracts/L-"]').first().innerText()).trim();
});
after(async () => house?.close());

// Records what the bank says of a payment; answers the number it gets.
async function record(page, typed) {
  await page.goto(`${house.base}/receipts/new`);
  for (const [name, text] of Object.entries(typed)) await page.locator(`#field-${name}`).fill(text);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL('**/receipts/R-*');
  return new URL(page.url()).pathname.split('/').pop();
}

test('AReceiptIsSeenOnTheFirstPageAndMatchedByAProposal', async () => {
  const {page} = fang;
  await page.goto(`${house.base}/receipts`);
  await expectAccessible(page);
  await page.getByRole('link', {name: 'Record a payment'}).click();
  await expectAccessible(page);
  const number = await record(page, {amount: '1,234.56', payer: 'Wang Wei', reference: 'B-4711', remittance_text: `rent ${lease}`});
  await expectAccessible(page);
  await page.goto(`${house.base}/receipts?status=unmatched`);
  await page.getByRole('row', {name: /B-4711/}).getByRole('link', {name: number}).waitFor();
  await page.goto(`${house.base}/`);
  await page.locator('section', {has: page.getByRole('heading', {name: 'Payments to be matched'})}).getByRole('link', {name: number}).click();
  await page.getByText('70 % sure.').waitFor();
  await page.getByRole('button', {name: `Match to ${lease}`}).click();
  await page.waitForURL(`**/contracts/${lease}?undo=payment&saved=1`);
  assert.match(await page.locator('#payments').textContent(), /B-4711.*1,234\.56/s);
  await page.goto(`${house.base}/receipts/${number}`);
  await page.locator('main').getByRole('link', {name: lease}).waitFor();
  assert.equal(await page.locator('main').getByRole('button', {name: /^Match/}).count(), 0, 'it is matched once');
  await expectAccessible(page);
  assert.deepEqual(fang.complaints, []);
});

test('WithoutJavaScriptItIsMatchedToTheLeaseThatOneNames', async () => {
  const {page, context} = await house.signedIn('fang', {javaScriptEnabled: false});
  const number = await record(page, {amount: '88.00', payer: 'Nobody', reference: 'B-4712'});
  await page.getByRole('link', {name: 'Match to another lease'}).click();
  await page.locator('#field-contract').fill('L-1');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('There is no contract L-1.').first().waitFor();
  await page.locator('#field-contract').fill(lease);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL(`**/contracts/${lease}?undo=payment&saved=1`);
  await page.goto(`${house.base}/receipts/${number}`);
  await page.getByText('Matched').first().waitFor();
  await context.close();
});

test('GivingBackIsAskedAboutFirst', async () => {
  const {page} = fang;
  const number = await record(page, {amount: '99.00', payer: 'Nobody', reference: 'B-4713'});
  await page.getByRole('link', {name: 'Give it back'}).click();
  await page.locator('#field-reason').fill('Nobody knows it');
  let asked = '';
  page.once('dialog', (dialog) => { asked = dialog.message(); return dialog.accept(); });
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL(`**/receipts/${number}?saved=1`);
  assert.match(asked, /99\.00 goes back to Nobody/);
  await page.getByText('Given back').first().waitFor();
  await expectAccessible(page);
  assert.deepEqual(fang.complaints, []);
});
