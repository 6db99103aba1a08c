// The quote desk in a browser: every structure, mistakes all at once, quotes compared, and all of it without JavaScript.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse} from './house.mjs';

let house, admin;
before(async () => {
  house = await openHouse(60);
  admin = await house.signedIn('admin');
});
after(async () => house?.close());

const commencement = '2026-06-05';
const structures = {
  level: {},
  linear: {},
  step: {steps: '13 0.80\n25 0.60'},
  seasonal: {months: ['Jan', 'Feb']},
  interest_only_then_level: {interest_only_periods: '6'},
  bullet: {},
};

async function choose(page, structure) {
  await page.locator('#field-structure').selectOption(structure);
  const {months = [], ...fields} = structures[structure];
  for (const [name, value] of Object.entries(fields)) await page.locator(`#field-${name}`).fill(value);
  for (const month of months) await page.getByLabel(month, {exact: true}).check();
}

test('EveryStructureIsPricedWhileTyping', async () => {
  const {page, complaints} = admin;
  for (const structure of Object.keys(structures)) {
    await page.goto(`${house.base}/quotes`);
    const [answer] = await Promise.all([
      page.waitForResponse((r) => r.url().endsWith('/quotes/preview') && r.request().postData().includes(`structure=${structure}`)),
      (async () => {
        await page.locator('#field-commencement').fill(commencement);
        await page.locator('#field-structure').selectOption(structure);
        await choose(page, structure);
        await page.locator('#field-periods').fill('36');
      })(),
    ]);
    assert.equal(answer.status(), 200);
    await page.waitForFunction(() => document.querySelector('#result .hero .v') && !document.querySelector('#result .problems'), null, {timeout: 5000});
  }
  assert.deepEqual(complaints, []);
});

test('RentsPastedFromASpreadsheetGiveTheirRate', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/quotes`);
  await page.locator('#field-commencement').fill(commencement);
  await page.locator('#field-periods').fill('3');
  await page.locator('#field-structure').selectOption('custom');
  await page.locator('#field-solve_for').selectOption('rate');
  assert.equal(await page.locator('#field-rent').isVisible(), false, 'each rent is given');
  await page.locator('#field-rents').fill('2026/7/5\t335,000.00\n2026/8/5\t335,000.00\n2026/9/5\t340,000.00\n');
  await page.waitForFunction(() => /Nominal rate\s*5\.9/.test(document.querySelector('#result').textContent), null, {timeout: 5000});
});

test('OnlyWhatAppliesIsShownAndSent', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/quotes`);
  const shown = (name) => page.locator(`#field-${name}`).isVisible();
  assert.deepEqual([await shown('steps'), await shown('rents'), await shown('target_yield'), await shown('annual_rate')], [false, false, false, true]);
  await choose(page, 'step');
  assert.equal(await shown('steps'), true);
  await page.locator('#field-structure').selectOption('level');
  await page.locator('#field-solve_for').selectOption('yield');
  assert.deepEqual([await shown('steps'), await shown('target_yield'), await shown('annual_rate')], [false, true, false]);
  await page.locator('#field-target_yield').fill('7');
  await page.waitForSelector('#result .hero .v');
  assert.equal(await page.locator('#result .problems').count(), 0, 'hidden steps are not sent');
});

test('MistakesAreListedAllAtOnceAndAMistakenListNamesItsLine', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/quotes`);
  await choose(page, 'step');
  await page.locator('#field-financed_amount').fill('much');
  await page.locator('#field-periods').fill('0');
  await page.locator('#field-steps').fill('13 0.80\nlater');
  await page.getByRole('button', {name: 'Calculate'}).click();
  const list = page.locator('.errsum li');
  await list.first().waitFor();
  const text = (await list.allTextContents()).join(' ');
  for (const part of [/much/, /Number of rents/, /Step 2/]) assert.match(text, part);
  await expectAccessible(page);
});

test('QuotesStandSideBySideAndInTheAddress', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/quotes`);
  await page.locator('#field-commencement').fill(commencement);
  await page.getByRole('button', {name: 'Add to comparison'}).click();
  await page.waitForURL('**/quotes/compare?quote1=*');
  await page.getByRole('link', {name: 'Add a quote'}).click();
  await choose(page, 'linear');
  await page.getByRole('button', {name: 'Add to comparison'}).click();
  await page.waitForURL('**quote2=*');
  const row = page.getByRole('row', {name: /Total interest/});
  assert.match(await row.textContent(), /103,\d\d\d\.\d\d.*best.*100,208/);
  assert.equal(await page.locator('.chart svg polyline').count(), 2);
  await expectAccessible(page);
  await page.getByRole('link', {name: 'Remove'}).first().click();
  assert.equal(await page.getByRole('link', {name: 'Remove'}).count(), 1);
});

async function enterFloating(page) {
  await page.locator('#field-commencement').fill(commencement);
  await page.getByLabel('Kind of rate').selectOption('floating');
  await page.getByLabel('Spread', {exact: false}).first().fill('1.2');
  await page.getByLabel('Index agreed for the start').fill('3.00');
  await page.getByLabel('Set anew').selectOption('quarterly');
  await page.getByLabel('Collected').selectOption('modified_following');
  await page.getByLabel('Business calendar').fill('CN');
}

async function expectFloating(page) {
  const text = await page.locator('#result').textContent();
  assert.match(text, /Nominal rate\s*4\.2000%/);
  const rates = page.getByRole('region', {name: 'Rates'});
  assert.equal(await rates.getByRole('row').count(), 13, 'twelve resets in three years');
  assert.match(await rates.textContent(), /expected/);
  // 5 July 2026 is a Sunday.
  const rents = page.getByRole('region', {name: 'Rent schedule'});
  assert.match(await rents.getByRole('row', {name: /5 Jul 2026/}).textContent(), /5 Jul 2026.*6 Jul 2026/);
}

test('AFloatingQuoteOnBusinessDaysIsPricedWhileTyping', async () => {
  const {page, complaints} = admin;
  await page.goto(`${house.base}/quotes`);
  await enterFloating(page);
  assert.equal(await page.locator('#field-annual_rate').isVisible(), false, 'the rate is the index and the spread');
  await page.waitForFunction(() => /6 Jul 2026/.test(document.querySelector('#result').textContent), null, {timeout: 5000});
  await expectFloating(page);
  await expectAccessible(page);
  assert.deepEqual(complaints, []);
});

test('TheRiskBasedPriceStandsBesideTheQuote', async () => {
  const {page} = admin;
  await page.goto(`${house.base}/quotes`);
  await page.locator('#field-commencement').fill(commencement);
  await page.locator('#field-grade').selectOption('BB');
  await page.locator('#field-asset_class').selectOption('CNC');
  await page.getByRole('region', {name: 'Parts of the risk-based price'}).waitFor();
  await expectAccessible(page);
});

test('TheDeskWorksWithoutJavaScript', async () => {
  const context = await house.browser.newContext({javaScriptEnabled: false, storageState: await admin.context.storageState()});
  const page = await context.newPage();
  for (const structure of Object.keys(structures)) {
    await page.goto(`${house.base}/quotes`);
    await page.locator('#field-commencement').fill(commencement);
    await choose(page, structure);
    await page.getByRole('button', {name: 'Calculate'}).click();
    assert.match(await page.locator('#result .hero .v').textContent(), /¥[\d,]+\.\d\d/, structure);
  }
  await page.goto(`${house.base}/quotes`);
  await enterFloating(page);
  await page.locator('#field-annual_rate').fill('');
  await page.getByRole('button', {name: 'Calculate'}).click();
  await expectFloating(page);
  await page.goto(`${house.base}/quotes`);
  await page.locator('#field-steps').fill('13 0.80');
  await page.getByRole('button', {name: 'Calculate'}).click();
  assert.match(await page.locator('.errsum').textContent(), /do not use this field/);
  await context.close();
});

test('TheDeskFitsANarrowScreen', async () => {
  const context = await house.browser.newContext({viewport: {width: 360, height: 740}, storageState: await admin.context.storageState()});
  const page = await context.newPage();
  await page.goto(`${house.base}/quotes`);
  await page.locator('#field-commencement').fill(commencement);
  await page.getByRole('button', {name: 'Add to comparison'}).click();
  await page.waitForURL('**/quotes/compare*');
  for (const path of [page.url(), `${house.base}/quotes`, `${house.base}/pricing-parameters`]) {
    await page.goto(path);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${path} is ${wider} px too wide`);
  }
  await context.close();
});
