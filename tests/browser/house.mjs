// A Leasebook of its own for a browser test: an empty folder, the demo portfolio, a free port; and Debian's Chromium.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createRequire} from 'node:module';
import assert from 'node:assert/strict';

const require = createRequire(import.meta.url);
const {chromium} = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// The program's own words: "Approve" as the language has it, from the catalogue that the program is built with.
export function wordsOf(language) {
  if (language === 'en') return (english) => english;
  const catalogue = readFileSync(new URL('../../server/web/catalogues/zh_CN.po', import.meta.url), 'utf8');
  const texts = new Map();
  for (const [, id, text] of catalogue.matchAll(/^msgid (".*")\nmsgstr (".*")$/gm)) texts.set(JSON.parse(id), JSON.parse(text));
  return (english) => texts.get(english) ?? assert.fail(`the catalogue has no "${english}"`);
}

export const password = 'correct horse battery staple';
const program = process.env.LEASEBOOK_PROGRAM;

function run(folder, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['--database', `sqlite:${join(folder, 'book.db')}`, ...args], {stdio: ['ignore', 'pipe', 'inherit']});
    let text = '';
    child.stdout.on('data', (bytes) => (text += bytes));
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}

// `args` are further words of `leasebook serve`; without others nobody is asked for a second factor, as in the demo.
export async function openHouse(contracts = 150, {port = 0, args = ['--second-factor', 'optional']} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'leasebook-browser-'));
  await run(folder, ['demo', '--contracts', String(contracts)]);
  const server = spawn(program, ['--database', `sqlite:${join(folder, 'book.db')}`, '--data', join(folder, 'data'), '--port', String(port), '--log-level', 'warn', ...args, 'serve'],
                       {stdio: ['ignore', 'pipe', 'inherit']});
  let said = '';
  await new Promise((resolve, reject) => {
    server.stdout.on('data', (bytes) => { said += bytes; if (said.includes('password')) resolve(); });
    server.on('close', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const base = said.match(/http:\/\/[^/]+/)[0];
  const oneTime = {admin: said.match(/one-time password (\S+)/)[1]};
  const browser = await chromium.launch({executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync']});
  return {
    base, browser, oneTime,
    // A verb of the command line on this house's database; answers what it printed.
    command: (words) => run(folder, words),
    // Adds a user and keeps the one-time password for their first sign-in.
    async addUser(name, roles) {
      const text = await run(folder, ['user', 'add', name, '--roles', roles]);
      oneTime[name] = text.match(/one-time password (\S+)/)[1];
    },
    // A browser of this person's own, signed in; the first time with the one-time password that must be changed.
    async signedIn(name, options = {}) {
      const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: 'en-GB', ...options});
      const page = await context.newPage();
      const complaints = [];
      // A refused form is answered 422, which Chromium reports; anything else on the console is a fault.
      page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('422')) complaints.push(message.text()); });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(`${base}/sign-in`);
      await page.locator('#field-user_name').fill(name);
      await page.locator('#field-password').fill(oneTime[name] ?? password);
      await page.locator('main form button').click();
      if (oneTime[name]) {
        await page.waitForURL('**/password');
        await page.locator('#field-password').fill(oneTime[name]);
        await page.locator('#field-new_password').fill(password);
        await page.locator('#field-repeated_password').fill(password);
        await page.locator('main form button').click();
        delete oneTime[name];
      }
      await page.waitForURL((url) => url.pathname === '/');
      return {page, context, complaints};
    },
    async close() {
      await browser.close();
      server.removeAllListeners('close');
      server.kill('SIGTERM');
      await new Promise((resolve) => server.on('close', resolve));
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

// No violation of WCAG 2.2 A and AA that axe-core can find on the page or a part of it; or of the rules that are named,
// or but for those. Evaluated through the debugger, so the CSP stays strict.
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
export async function expectAccessible(page, {within = 'html', only = standards, but = []} = {}) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async ([part, runOnly, rules]) => {
    const result = await axe.run(part, {runOnly, rules, resultTypes: ['violations']});
    return result.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`);
  }, [within, only, Object.fromEntries(but.map((rule) => [rule, {enabled: false}]))]);
  assert.deepEqual(violations, [], `axe on ${page.url()}`);
}
