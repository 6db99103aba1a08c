// A business calendar in a browser: a year at a glance, a day added and taken out again.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house, admin;
before(async () => {
  house = await openHouse(20);
  admin = await house.signedIn('admin');
});
after(async () => house?.close());

test('AYearShowsItsHolidaysAndWorkdays', async () => {
  const {page, complaints} = admin;
  await page.goto(`${house.base}/`);
  await page.getByRole('link', {name: 'Calendars'}).click();
  await page.getByRole('heading', {level: 1, name: /Business calendar CN/}).waitFor();
  await page.goto(`${house.base}/calendars?calendar=CN&year=2025`);
  assert.equal(await page.locator('table.month').count(), 12);
  const days = page.getByRole('region', {name: 'Holidays and workdays'});
  assert.match(await days.getByRole('row', {name: /8 Oct 2025/}).textContent(), /Holiday.*国庆节/);
  assert.match(await days.getByRole('row', {name: /28 Sep 2025/}).textContent(), /Workday/);
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('ADayIsAddedAndTakenOutAgain', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/calendars?calendar=CN&year=2026`);
  await page.getByLabel('Date').fill('2026-07-13');
  await page.getByLabel('Kind').selectOption('holiday');
  await page.getByLabel('Name').fill('Stocktaking');
  await page.getByRole('button', {name: 'Save day'}).click();
  await page.waitForURL('**saved=1');
  const row = page.getByRole('row', {name: /13 Jul 2026/});
  assert.match(await row.textContent(), /Stocktaking/);
  await expectAccessible(page);
  await row.getByRole('button', {name: /Take out/}).click();
  await page.waitForURL('**saved=1');
  await page.waitForFunction(() => !document.body.textContent.includes('Stocktaking'));
  assert.equal(await row.count(), 0);
});

test('TheYearFitsANarrowScreen', async () => {
  const {page} = admin;
  await page.setViewportSize({width: 360, height: 740});
  await page.goto(`${house.base}/calendars?calendar=CN&year=2025`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `the page is ${wider} px too wide`);
});
