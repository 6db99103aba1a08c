// Sign-in through a real OpenID provider (npm's oidc-provider), started here.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {Provider} from 'oidc-provider';
import {openHouse} from './house.mjs';

let house, issuer, server;
const asked = [];  // the queries that reached the authorisation endpoint

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const {port} = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

before(async () => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{client_id: 'leasebook', client_secret: 'a secret: of the client', redirect_uris: [`${base}/sign-in/provider/return`],
               response_types: ['code'], grant_types: ['authorization_code']}],
    pkce: {required: () => true},
    cookies: {keys: ['only for this test']},
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const url = new URL(request.url, issuer);
    if (url.pathname === '/auth') asked.push(url.searchParams);
    answer(request, response);
  });
  const args = ['--second-factor', 'required', '--public-url', base, '--oidc-issuer', issuer, '--oidc-client-id', 'leasebook',
    '--oidc-client-secret', 'a secret: of the client'];
  house = await openHouse(20, {port, args});
  await house.addUser('approver', 'approver');
  await house.command(['user', 'link', 'approver', '--oidc-issuer', issuer, '--subject', 'person-7', '--public-url', base, '--oidc-client-id', 'leasebook']);
});
after(async () => {
  await house?.close();
  server?.closeAllConnections();
  server?.close();
});

// To the provider and through its forms as this person.
async function comeAs(page, login) {
  await page.goto(`${house.base}/contracts`);
  await page.getByRole('link', {name: 'Sign in with the company account'}).click();
  await page.waitForURL(`${issuer}/**`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('whatever');
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/interaction|return|contracts|sign-in/);
  if (page.url().startsWith(issuer)) await page.locator('button[type=submit]').click();
  await page.waitForURL(`${house.base}/**`);
}

test('ALinkedPersonComesInAndGoesWhereTheyWanted', async () => {
  const context = await house.browser.newContext({locale: 'en-GB'});
  const page = await context.newPage();
  const returns = [];
  page.on('request', (request) => { if (request.url().includes('/sign-in/provider/return')) returns.push(request.url()); });
  await comeAs(page, 'person-7');
  assert.equal(new URL(page.url()).pathname, '/contracts');
  await page.getByText('approver').first().waitFor();

  const query = asked.at(-1);
  assert.equal(query.get('response_type'), 'code');
  assert.equal(query.get('code_challenge_method'), 'S256');
  for (const name of ['state', 'nonce', 'code_challenge']) assert.match(query.get(name), /^[\w-]{43}$/, name);
  const cookies = await context.cookies();
  assert.ok(!cookies.some((cookie) => cookie.name === 'leasebook_way'), 'the way is forgotten');

  // The same address again is refused: the state belongs to one way, and the way is over.
  const again = await page.goto(returns.at(-1));
  assert.equal(again.status(), 403);
  await context.close();
});

test('EachWayHasItsOwnStateNonceAndChallenge', () => {
  const first = asked[0];
  return fetch(`${house.base}/sign-in/provider`, {redirect: 'manual'}).then((answer) => {
    const second = new URL(answer.headers.get('location')).searchParams;
    for (const name of ['state', 'nonce', 'code_challenge']) assert.notEqual(first.get(name), second.get(name), name);
  });
});

test('SomebodyNobodyLinkedIsToldWhoTheyAreAndStaysOut', async () => {
  const context = await house.browser.newContext({locale: 'en-GB'});
  const page = await context.newPage();
  await comeAs(page, 'person-8');
  await page.getByText('Nobody here is linked to your account "person-8".').waitFor();
  await page.goto(`${house.base}/contracts`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await context.close();
});

test('AnotherBrowserCannotEndTheWayOfThisOne', async () => {
  const begun = await fetch(`${house.base}/sign-in/provider`, {redirect: 'manual'});
  const state = new URL(begun.headers.get('location')).searchParams.get('state');
  const way = begun.headers.getSetCookie()[0].split(';')[0];
  const back = (cookie, query) => fetch(`${house.base}/sign-in/provider/return?${query}`, {redirect: 'manual', headers: cookie ? {cookie} : {}});
  assert.equal((await back('', `code=x&state=${state}`)).status, 403, 'without its cookie');
  assert.equal((await back(way, 'code=x&state=another')).status, 403, 'with another state');
  assert.equal((await back(way, `error=access_denied&state=${state}`)).status, 403, 'refused by the provider');
  assert.equal((await back(`${way}x`, `code=x&state=${state}`)).status, 403, 'with an altered cookie');
  assert.equal((await back(way, `code=made-up&state=${state}`)).status, 403, 'with a code that the provider did not give');
});

test('WhoeverIsUnlinkedStaysOutWhateverTheProviderSays', async () => {
  const context = await house.browser.newContext({locale: 'en-GB'});
  const page = await context.newPage();
  await house.command(['user', 'link', 'approver', '--oidc-issuer', issuer, '--subject', '', '--public-url', house.base, '--oidc-client-id', 'leasebook']);
  await comeAs(page, 'person-7');
  await page.getByText('Nobody here is linked to your account "person-7".').waitFor();
  await context.close();
});
