// Every page of every role: it opens, leads nowhere that is closed to the role, is accessible in both languages and in
// the dark, and fits a narrow screen.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {expectAccessible, openHouse} from './house.mjs';

const roles = ['clerk', 'approver', 'finance', 'risk', 'auditor', 'administrator'];
let house;
const people = {};
before(async () => {
  house = await openHouse(40);
  for (const role of roles) {
    await house.addUser(role, role);
    people[role] = await house.signedIn(role);
  }
});
after(async () => house?.close());

// The pages that there are, by the table of rights; what downloads or is asked for by programs is none.
const noPages = /^\/(api\/|healthz|readyz|metrics|sign-in|audit\/export|.*\/progress$|reports\/pack\/file|contracts\/.*\/attachments\/)/;
const pages = [...readFileSync(new URL('../golden/rights.txt', import.meta.url), 'utf8').matchAll(/^GET (\S+): (.*)$/gm)]
  .map(([, pattern, who]) => ({pattern, roles: who.split(' '), expression: new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`)}))
  .sort((a, b) => a.pattern.split('{').length - b.pattern.split('{').length);
const pageAt = (path) => pages.find(({expression}) => expression.test(path));

const plain = (text) => text.replace(/&amp;/g, '&');
const linksOf = (html) => [...html.matchAll(/ href="(\/[^"#]*)/g)].map(([, href]) => plain(href)).filter((href) => !href.startsWith('/static/'));

// From page to page along the links, one page of each kind. Answers them by kind, with what is shown on each.
async function walk(role) {
  const {context} = people[role];
  const seen = new Map(), dead = new Map();
  const faults = [];
  const waiting = pages.filter(({pattern}) => !pattern.includes('{') && !noPages.test(pattern)).map(({pattern}) => pattern);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const page = pageAt(path.split('?')[0]);
    const kind = page.pattern;
    if (seen.has(kind)) continue;
    const answer = await context.request.get(house.base + path, {maxRedirects: 0, maxRetries: 2});
    const allowed = page.roles.includes(role);
    // What cannot be shown without saying what of is asked for by a link, which comes later.
    if (answer.status() === 422 || answer.status() === 404) continue;
    if (answer.status() !== (allowed ? 200 : 403)) faults.push(`${role} ${path}: ${answer.status()}`);
    if (allowed && !answer.headers()['content-type'].startsWith('text/html')) continue;  // a download
    const html = await answer.text();
    seen.set(kind, {path, allowed, main: html.slice(html.indexOf('<main')).replace(/value="[\w-]{43}"/g, '')});
    for (const link of linksOf(html)) {
      const target = pageAt(link.split('?')[0]);
      if (!target) dead.set(link, `${path} leads ${role} to ${link}, where nothing stands`);
      else if (!target.roles.includes(role) && !target.roles.includes('everybody')) dead.set(target.pattern, `${path} leads ${role} to ${link}, which is closed to them`);
      else if (!noPages.test(target.pattern) && !seen.has(target.pattern)) waiting.push(link);
    }
  }
  return {seen, faults: [...faults, ...dead.values()]};
}

// One example of each page that differs from role to role, found by the first test.
const examples = [];

test('EveryPageOfEveryRoleOpensAndLeadsOnlyWhereTheRoleMayGo', async () => {
  const known = new Set();
  const walks = await Promise.all(roles.map(walk));
  walks.forEach(({seen}, i) => {
    for (const [kind, {path, allowed, main}] of seen) {
      if (!allowed || known.has(kind + main)) continue;
      known.add(kind + main);
      examples.push({role: roles[i], path, kind, size: main.length});
    }
  });
  // The one with most on it is looked at for its colours as well.
  for (const example of examples) example.fullest = examples.every(({kind, size}) => kind !== example.kind || size <= example.size);
  assert.deepEqual(walks.flatMap(({faults}) => faults), []);
});

const wideness = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What a chart shows can be read: it has a name, and its figures stand in a table on the page or behind a link.
const muteCharts = (page) => page.evaluate(() =>
  [...document.querySelectorAll('.chart')]
    .filter((chart) => ![...chart.querySelectorAll('svg')].every((svg) => ['img', 'group'].includes(svg.getAttribute('role')) && svg.getAttribute('aria-label')) ||
                       (!document.querySelector('main table') && !chart.closest('.card')?.querySelector('header a')))
    .map((chart) => chart.outerHTML.slice(0, 120)));

// What could not be sent, pressed or followed without a script.
const stuckControls = (page) => page.evaluate(() =>
  [...document.querySelectorAll('form:not([action]), button[type=button], a:not([href])')]
    .concat([...document.querySelectorAll('button')].filter((button) => !button.form))
    .map((element) => element.outerHTML.slice(0, 120)));

// Looks at examples one after the other in a page of its own: in English at every one, in Chinese at the fullest of each
// kind. Colours are those of either language.
async function examine(role, language) {
  const context = await house.browser.newContext({viewport: {width: 1280, height: 900}, storageState: await people[role].context.storageState()});
  await context.addCookies([{name: 'leasebook_language', value: language, url: house.base}]);
  const page = await context.newPage();
  const faults = [];
  let within = 'html';  // the frame is the same on all pages: looked at once
  for (const {path, fullest} of examples.filter((example) => example.role === role && (language === 'en' || example.fullest))) {
    const note = (what) => faults.push(`${role} ${language} ${path}: ${what}`);
    const colours = language === 'en' && fullest;
    await page.goto(house.base + path);
    if ((await page.getAttribute('html', 'lang')) !== (language === 'zh' ? 'zh-CN' : 'en')) note('another language');
    if (!(await page.title()).match(/^\S.* · Leasebook$/)) note('no title');
    await expectAccessible(page, {within, but: colours ? [] : ['color-contrast']}).catch((error) => note(error.message));
    for (const chart of await muteCharts(page)) note(`a chart that cannot be read: ${chart}`);
    for (const control of await stuckControls(page)) note(`works with scripts only: ${control}`);
    if (colours) {
      await page.emulateMedia({colorScheme: 'dark'});
      await expectAccessible(page, {within, only: ['color-contrast']}).catch((error) => note(`in the dark: ${error.message}`));
      await page.emulateMedia({colorScheme: 'light'});
    }
    await page.setViewportSize({width: 360, height: 740});
    const wider = await wideness(page);
    if (wider > 0) note(`${wider} px too wide for 360`);
    await page.setViewportSize({width: 1280, height: 900});
    within = 'main';
  }
  await context.close();
  return faults;
}

for (const language of ['en', 'zh'])
  test(`EveryPageIsAccessibleFitsANarrowScreenAndItsChartsHaveTables-${language}`, async () => {
    assert.ok(examples.length > 60, `${examples.length} examples were found`);
    const faults = await Promise.all(roles.map((role) => examine(role, language)));
    assert.deepEqual(faults.flat(), []);
  });
