// Nothing typed is lost: not by reloading, going back, the end of the session, a second tab, or a click too many.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house, clerk;
before(async () => {
  house = await openHouse(30);
  await house.addUser('clerk', 'clerk');
  clerk = await house.signedIn('clerk');
});
after(async () => house?.close());

const kept = (page) => page.waitForResponse((answer) => answer.url().endsWith('/drafts') && answer.status() === 204);
const name = (page) => page.locator('#field-name');
async function open(page, path = '/suppliers/new') { await page.goto(house.base + path); }
async function typed(page, text) {
  await Promise.all([kept(page), name(page).fill(text)]);
}
async function discardAll(page) {
  for (await open(page); await page.getByRole('button', {name: 'Discard'}).count();)
    await Promise.all([page.waitForNavigation(), page.getByRole('button', {name: 'Discard'}).first().click()]);
}

test('TypingSurvivesAReload', async () => {
  const {page, complaints} = clerk;
  await open(page);
  await typed(page, 'Weichai 潍柴');
  assert.ok(await page.getByText('Kept as you type.').isVisible());
  await page.reload();
  assert.equal(await name(page).inputValue(), '', 'the form is fresh');
  await page.getByRole('link', {name: 'Go on with it'}).click();
  assert.equal(await name(page).inputValue(), 'Weichai 潍柴');
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
  await discardAll(page);
});

test('TypingSurvivesLeavingThePageAtOnceAndTheWayBack', async () => {
  const {page} = clerk;
  await open(page, '/lessees/new');
  await name(page).fill('Left at once');
  await open(page, '/suppliers');
  // What was sent while leaving may arrive after the next page was asked for.
  const waits = page.getByRole('link', {name: /New: Lessee/});
  for (await open(page, '/'); !await waits.count();) await page.reload();
  await page.goBack();
  await page.goBack();
  if (await name(page).inputValue() === '') await page.getByRole('link', {name: 'Go on with it'}).click();
  assert.equal(await name(page).inputValue(), 'Left at once');
  await open(page, '/');
  await waits.click();
  assert.equal(await name(page).inputValue(), 'Left at once', 'from the first page too');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', {name: 'Discard'}).click()]);
});

test('TwoTabsKeepTwoForms', async () => {
  const {page, context} = clerk;
  const second = await context.newPage();
  await open(page);
  await open(second);
  await typed(page, 'First tab');
  await typed(second, 'Second tab');
  await typed(page, 'First tab, more');
  await open(page);
  const offers = page.getByRole('link', {name: 'Go on with it'});
  assert.equal(await offers.count(), 2);
  await expectAccessible(page);
  const found = [];
  for (const link of await offers.evaluateAll((links) => links.map((l) => l.getAttribute('href')))) {
    await open(second, link);
    found.push(await name(second).inputValue());
  }
  assert.deepEqual(found.sort(), ['First tab, more', 'Second tab']);
  await second.close();
  await discardAll(page);
});

test('TheEndOfTheSessionLosesNothingAndSendsNothing', async () => {
  const {page, context} = clerk;
  await open(page);
  await page.locator('#field-code').fill('S-EXPIRED');
  await typed(page, 'Typed before');
  await context.clearCookies({name: 'leasebook_session'});
  await name(page).fill('Typed after the session');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL('**/sign-in?**');
  assert.ok(await page.getByText('what you typed is kept for you').isVisible());
  await expectAccessible(page);
  await page.getByLabel('User name').fill('clerk');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.waitForURL('**/suppliers/new?draft=*');
  assert.equal(await name(page).inputValue(), 'Typed after the session');
  assert.equal(await page.locator('#field-code').inputValue(), 'S-EXPIRED');
  assert.equal((await page.request.get(`${house.base}/suppliers/S-EXPIRED`)).status(), 404, 'nothing was stored yet');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.waitForURL('**/suppliers/S-EXPIRED?saved=1');
  await open(page);
  assert.equal(await page.getByRole('link', {name: 'Go on with it'}).count(), 0, 'what was sent is not offered again');
});

test('TheEndOfTheSessionLosesNothingWithoutJavaScript', async () => {
  const {page, context} = await house.signedIn('clerk', {javaScriptEnabled: false});
  await open(page);
  await name(page).fill('No script');
  await context.clearCookies({name: 'leasebook_session'});
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByLabel('User name').fill('clerk');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', {name: 'Sign in'}).click();
  assert.equal(await name(page).inputValue(), 'No script');
  await page.getByRole('button', {name: 'Discard'}).click();
  assert.equal(await page.getByRole('button', {name: 'Discard'}).count(), 0);
  await context.close();
});

test('ALiveQuoteAfterTheSessionLeadsToTheSignInAndBack', async () => {
  const {page, context} = clerk;
  await open(page, '/contracts/new');
  await page.locator('#field-serial_number').fill('SN-KEPT');
  await context.clearCookies({name: 'leasebook_session'});
  await page.locator('#field-annual_rate').fill('7.25');
  await page.waitForURL('**/sign-in?**');
  await page.getByLabel('User name').fill('clerk');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.waitForURL('**/contracts/new?draft=*');
  assert.equal(await page.locator('#field-serial_number').inputValue(), 'SN-KEPT');
  assert.equal(await page.locator('#field-annual_rate').inputValue(), '7.25');
  await page.waitForFunction(() => document.querySelector('#result .hero .v'), null, {timeout: 5000});
  await expectAccessible(page);
  await Promise.all([page.waitForNavigation(), page.getByRole('button', {name: 'Discard'}).click()]);
});

test('ADoubleClickWritesOneLeaseByKeyboardToo', async () => {
  const {page} = clerk;
  const lessee = (await (await page.request.get(`${house.base}/api/v1/lessees?limit=1`)).json()).items[0].code;
  await open(page, '/contracts/new');
  for (const part of ['Lessee', 'Supplier and equipment', 'Terms', 'Residuals and end of term', 'Documents'])
    assert.ok(await page.getByRole('heading', {name: part, exact: true}).isVisible(), part);
  await page.locator('#field-lessee').fill(lessee);
  await page.locator('#field-asset_class').selectOption({index: 1});
  await page.locator('#field-serial_number').fill('SN-DOUBLE');
  await page.locator('#field-commencement').fill('2026-06-05');
  await page.waitForFunction(() => document.querySelector('#result .hero .v'), null, {timeout: 5000});
  await page.getByRole('button', {name: 'Save draft'}).dblclick();
  await page.waitForURL('**/contracts/L-*');
  const found = await (await page.request.get(`${house.base}/api/v1/contracts?status=draft&entered_by=clerk`)).json();
  assert.equal(found.items.length, 1);
  assert.ok(await page.getByText('Add a file').isVisible(), 'its papers are added here');
  await open(page, '/contracts/new');
  await page.locator('#field-lessee').focus();
  await page.keyboard.type('L-KEYS');
  await kept(page);
  await page.reload();
  await page.getByRole('link', {name: 'Go on with it'}).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/contracts/new?draft=*');
  assert.equal(await page.locator('#field-lessee').inputValue(), 'L-KEYS');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', {name: 'Discard'}).click()]);
});
