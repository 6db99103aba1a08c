// The door as people use it where a second factor is required: set up, asked for, lost, given back; sessions, tokens
// and the audit log.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {expectAccessible, openHouse, password} from './house.mjs';

let house, page, context, secret;
const complaints = [];
before(async () => {
  house = await openHouse(20, {args: ['--second-factor', 'required']});
  await house.addUser('clerk', 'clerk');
  [context, page] = await newPage();
});
after(async () => house?.close());

async function newPage(options = {}) {
  const opened = await house.browser.newContext({viewport: {width: 1280, height: 900}, locale: 'en-GB', ...options});
  const tab = await opened.newPage();
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('422')) complaints.push(message.text()); });
  return [opened, tab];
}

// RFC 6238, as an authenticator app computes it from the secret on the page.
function codeAt(seconds, key) {
  const bits = [...key.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha1', bytes).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
// Each code is good once: the one of the next step is taken too, so a test need not wait for the clock.
let ahead = -30;
function nextCode() {
  ahead += 30;
  return codeAt(Date.now() / 1000 + ahead, secret);
}

async function giveName(tab, name, secretWord) {
  await tab.goto(`${house.base}/sign-in`);
  await tab.getByLabel('User name').fill(name);
  await tab.getByLabel('Password').fill(secretWord);
  await tab.getByRole('button', {name: 'Sign in'}).click();
}
async function changePassword(tab, old) {
  await tab.getByLabel('Present password').fill(old);
  await tab.getByLabel('New password', {exact: true}).fill(password);
  await tab.getByLabel('New password again').fill(password);
  await tab.getByRole('button', {name: 'Change password'}).click();
}

test('AnAdministratorMustSetUpASecondFactorFirst', async () => {
  await giveName(page, 'admin', house.oneTime.admin);
  await page.waitForURL('**/password');
  await changePassword(page, house.oneTime.admin);
  await page.waitForURL('**/second-factor');
  await page.goto(`${house.base}/users`);
  assert.equal(new URL(page.url()).pathname, '/second-factor', 'nothing else is open');
  await expectAccessible(page);
  await page.getByLabel('Present password').fill(password);
  await page.getByRole('button', {name: 'Show a new secret'}).click();
  await page.getByRole('img', {name: /QR code/}).waitFor();
  secret = await page.locator('dt:has-text("Secret") + dd').innerText();
  assert.match(await page.locator('dt:has-text("Address") + dd').innerText(), /^otpauth:\/\/totp\/Leasebook:admin\?secret=[A-Z2-7]{32}&/);
  await expectAccessible(page);
  await page.getByLabel('Code', {exact: true}).fill('000000');
  await page.getByRole('button', {name: 'Confirm'}).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Code', {exact: true}).fill(nextCode());
  await page.getByRole('button', {name: 'Confirm'}).click();
  await page.getByRole('heading', {name: 'Your recovery codes'}).waitFor();
  assert.equal(await page.locator('.codes li').count(), 10);
  await expectAccessible(page);
  await page.getByRole('link', {name: 'Continue'}).click();
  await page.waitForURL((url) => url.pathname === '/');
});

test('ASecondSignInAsksForACodeAndLeadsWhereOneWanted', async () => {
  const [opened, tab] = await newPage({javaScriptEnabled: false});
  await tab.goto(`${house.base}/users`);
  await tab.getByLabel('User name').fill('admin');
  await tab.getByLabel('Password').fill(password);
  await tab.getByLabel('Password').press('Enter');
  await tab.waitForURL('**/sign-in/code?*');
  assert.equal(await tab.getByRole('link', {name: 'Leases'}).count(), 0);
  await tab.getByLabel('Code', {exact: true}).fill(nextCode());
  await tab.getByLabel('Code', {exact: true}).press('Enter');
  await tab.waitForURL('**/users');
  await opened.close();
});

test('TheCodePageIsAccessibleInBothLanguages', async () => {
  const [opened, tab] = await newPage();
  await giveName(tab, 'admin', password);
  for (const language of ['中文', 'EN']) {
    await tab.getByRole('button', {name: language, exact: true}).click();
    await tab.waitForURL('**/sign-in/code*');
    await expectAccessible(tab);
  }
  await opened.close();
});

test('SessionsAreListedAndEnded', async () => {
  const [opened, tab] = await newPage();
  await giveName(tab, 'clerk', house.oneTime.clerk);
  await changePassword(tab, house.oneTime.clerk);
  await tab.waitForURL((url) => url.pathname === '/');
  const [other, there] = await newPage();
  await giveName(there, 'clerk', password);
  await there.waitForURL((url) => url.pathname === '/');
  await tab.goto(`${house.base}/sessions`);
  await expectAccessible(tab);
  assert.equal(await tab.getByRole('button', {name: 'End', exact: true}).count(), 1);
  await tab.getByRole('button', {name: 'End', exact: true}).click();
  await tab.getByText('Saved.').waitFor();
  await there.goto(`${house.base}/contracts`);
  assert.equal(new URL(there.url()).pathname, '/sign-in');
  await opened.close();
  await other.close();
});

test('ATokenIsMadeUsedAndRevoked', async () => {
  await page.goto(`${house.base}/tokens`);
  await page.getByLabel('Label').fill('nightly figures');
  await page.getByRole('button', {name: 'Make a token'}).click();
  const token = await page.locator('code', {hasText: /^lp_.{40,}/}).innerText();
  await expectAccessible(page);
  const ask = () => fetch(`${house.base}/api/v1/contracts`, {headers: {authorization: `Bearer ${token}`}});
  assert.equal((await ask()).status, 200);
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', {name: 'Revoke'}).click();
  await page.getByText('Saved.').waitFor();
  assert.equal((await ask()).status, 401);
});

test('TheAuditLogIsFilteredExportedAndProvedAgainstItsHead', async () => {
  await page.goto(`${house.base}/users/clerk`);
  await page.getByLabel('Display name').fill('Clerk Chen');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.goto(`${house.base}/audit`);
  await page.getByLabel('What is done').fill('user.change');
  await page.getByRole('button', {name: 'Filter'}).click();
  const row = page.getByRole('row', {name: /user\.change/});
  assert.equal(await row.count(), 1);
  await row.getByText('Before and after').click();
  assert.match(await row.innerText(), /"display_name":"clerk"[^]*"display_name":"Clerk Chen"/);
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', {name: 'CSV'}).click();
  assert.match((await download).suggestedFilename(), /^audit-\d{4}-\d{2}-\d{2}\.csv$/);
  const head = (await house.command(['audit', 'head'])).trim();
  assert.match(head, /^\d+:[0-9a-f]{64}$/);
  assert.match(await house.command(['verify', '--audit-head', head]), /audit log: hash chain, and heads kept elsewhere: holds/);
  await assert.rejects(house.command(['verify', '--audit-head', head.replace(/.$/, (c) => (c === '0' ? '1' : '0'))]));
});

test('NothingWentWrongInTheBrowser', () => assert.deepEqual(complaints, []));
