// Lists, views, files and the palette, as somebody uses them who lives in them all day.
import {test, before, after} from 'node:test';
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {openHouse, expectAccessible} from './house.mjs';

let house, clerk;
before(async () => {
  house = await openHouse();
  await house.addUser('clerk', 'clerk');
  clerk = await house.signedIn('clerk');
});
after(() => house?.close());

const heads = (page) => page.locator('thead th').allTextContents();
const column = (page, name) => page.evaluate((wanted) => {
  const at = [...document.querySelectorAll('thead th')].findIndex((th) => th.textContent === wanted);
  return [...document.querySelectorAll('tbody tr')].map((row) => row.cells[at].textContent);
}, name);

test('AColumnsHeadSortsAndTheColumnsShownAreChosen', async () => {
  const {page} = clerk;
  await page.goto(`${house.base}/contracts`);
  await page.getByRole('link', {name: 'Financed amount'}).click();
  await page.waitForURL('**/contracts?sort=-financed_amount');
  const amounts = (await column(page, 'Financed amount')).map((text) => Number(text.replace(/[^0-9.]/g, '')));
  assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a));
  assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
  await page.locator('summary', {hasText: 'Columns'}).click();
  await page.getByLabel('Lease rate a year').uncheck();
  await page.getByLabel('Currency').check();
  await page.locator('details[open]').getByRole('button', {name: 'Show'}).click();
  await page.waitForURL((url) => url.searchParams.get('columns')?.includes('currency'));
  assert.equal(new URL(page.url()).searchParams.get('sort'), '-financed_amount', 'the order is kept');
  assert.ok((await heads(page)).includes('Currency'));
  assert.ok(!(await heads(page)).includes('Lease rate a year'));
  await expectAccessible(page);
});

test('FiltersNarrowTheListAndStandInItsAddress', async () => {
  const {page} = clerk;
  await page.goto(`${house.base}/contracts`);
  await page.locator('summary', {hasText: 'Filters'}).click();
  await page.getByLabel('Amount from').fill('2,000,000');
  await page.locator('details[open]').getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**/contracts?amount_from=2%2C000%2C000');
  const amounts = (await column(page, 'Financed amount')).map((text) => Number(text.replace(/[^0-9.]/g, '')));
  assert.ok(amounts.length > 0 && amounts.every((amount) => amount >= 2e6));
  await expectAccessible(page);
});

test('AViewIsKeptOpenedRenamedAndDeleted', async () => {
  const {page} = clerk;
  await page.goto(`${house.base}/contracts?sort=-rent&status=active`);
  await page.locator('summary', {hasText: 'Saved views'}).click();
  await page.getByLabel('Keep what is shown under a name').fill('大额 active');
  await page.getByRole('button', {name: 'Keep', exact: true}).click();
  await page.waitForURL('**saved=1');
  await page.goto(`${house.base}/contracts`);
  await page.getByRole('link', {name: '大额 active'}).click();
  await page.waitForURL('**/contracts?sort=-rent&status=active');
  await page.locator('summary', {hasText: 'Saved views'}).click();
  await expectAccessible(page);
  await page.getByLabel('Name of the view: 大额 active').fill('By rent');
  await page.getByRole('button', {name: 'Rename'}).click();
  await page.waitForURL('**saved=1');
  assert.equal(await page.getByRole('link', {name: 'By rent'}).count(), 1);
  await page.locator('summary', {hasText: 'Saved views'}).click();
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.waitForURL('**saved=1');
  assert.equal(await page.getByRole('link', {name: 'By rent'}).count(), 0);
});

test('WhatIsShownIsTakenAwayAsAFile', async () => {
  const {page} = clerk;
  await page.goto(`${house.base}/contracts?columns=number,status&status=active&sort=number`);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'CSV'}).click()]);
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  assert.equal(lines[0], '\uFEFFrow,number,status');
  assert.deepEqual(lines.slice(1, 4).map((line) => line.split(',')[1]), (await column(page, 'No.')).slice(0, 3));
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'XLSX'}).click()]);
  assert.match(book.suggestedFilename(), /^contracts-.*\.xlsx$/);
});

test('ThePaletteLeadsToPagesAndRecordsByKeyboardAlone', async () => {
  const {page} = clerk;
  await page.goto(`${house.base}/contracts`);
  const number = (await column(page, 'No.'))[0];
  await page.keyboard.press('Control+k');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'palette-word');
  await expectAccessible(page);
  await page.keyboard.type('trial');
  assert.equal(await page.locator('#palette [aria-selected=true]').textContent(), 'Trial balance');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/trial-balance');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(number);
  await page.locator('#palette li', {hasText: number}).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/contracts/${number}`);
  await page.goto(`${house.base}/`);
  await page.keyboard.press('Control+k');
  assert.equal(await page.locator('#palette li').first().textContent(), number, 'what was looked at last comes first');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#palette').evaluate((dialog) => dialog.open), false);
});

test('WithoutAScriptThePaletteIsAPageWithAllPages', async () => {
  const context = await house.browser.newContext({javaScriptEnabled: false, storageState: await clerk.context.storageState()});
  const page = await context.newPage();
  await page.goto(`${house.base}/contracts`);
  await page.getByRole('link', {name: 'Go to'}).click();
  await page.waitForURL('**/search');
  await page.getByRole('navigation', {name: 'All pages'}).getByRole('link', {name: 'Curves'}).click();
  await page.waitForURL('**/curves');
  await context.close();
});

test('TheLesseeIsSuggestedByInitialsAndANewOneIsEnteredOnTheWay', async () => {
  const {page} = clerk;
  await page.goto(`${house.base}/contracts/new`);
  const name = await page.locator('#field-lessee-list option').first().textContent();
  const answer = await page.request.get(`${house.base}/lessees/suggestions?q=${encodeURIComponent(name.match(/\((.+)\)/)[1])}`);
  const {items} = await answer.json();
  const initials = items[0].name.split(' · ')[1];
  await page.locator('#field-lessee').fill(initials);
  await page.locator(`#field-lessee-list option[value="${items[0].key}"]`).waitFor({state: 'attached'});
  await page.locator('#field-lessee').fill('杭州新泵厂');
  await page.getByLabel('Serial number').fill('BROWSER-LESSEE');
  await page.getByRole('button', {name: 'New lessee'}).click();
  await expectAccessible(page);
  assert.equal(await page.locator('#field-name').inputValue(), '杭州新泵厂');
  await page.locator('#field-code').fill('91330100MABROWSER9');
  await page.getByRole('button', {name: 'Save', exact: true}).click();
  assert.equal(await page.locator('#field-lessee').inputValue(), '91330100MABROWSER9');
  assert.equal(await page.getByLabel('Serial number').inputValue(), 'BROWSER-LESSEE');
});

test('ListsAndPaletteAreAccessibleInChineseToo', async () => {
  const {page, complaints} = clerk;
  await page.goto(`${house.base}/contracts?sort=-rent&amount_from=1000000`);
  await page.getByRole('button', {name: '中文', exact: true}).click();
  await page.waitForSelector('html[lang=zh-CN]');
  for (const path of ['/contracts?sort=-rent&amount_from=1000000', '/assets?columns=code,cost', '/search?q=szh']) {
    await page.goto(house.base + path);
    await expectAccessible(page);
  }
  await page.keyboard.press('Control+k');
  await expectAccessible(page);
  await page.keyboard.type('试算');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/trial-balance');
  await page.getByRole('button', {name: 'EN', exact: true}).click();
  assert.deepEqual(complaints, []);
});
