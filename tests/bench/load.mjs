// Signed-in users at work on a server: lists, pages of leases, quotes, and leases on their way to approval, each through
// the pages and forms that a browser would use. Idle and slow connections may stand beside them.
//
//   node load.mjs BASE SESSIONS.json SECONDS [--think SECONDS] [--idle N] [--slow N] [--server PID]
//
// SESSIONS.json: [{"role": "clerk", "cookie": …, "csrf": …}, …]. Latencies are those that the clients see.
import {readFileSync} from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';

const [base, sessionsFile, seconds, ...flags] = process.argv.slice(2);
const flag = (name, standard) => (flags.includes(`--${name}`) ? Number(flags[flags.indexOf(`--${name}`) + 1]) : standard);
const think = flag('think', 1), serverPid = flag('server', 0);
const {hostname, port} = new URL(base);
const until = performance.now() + Number(seconds) * 1000;
const over = () => performance.now() >= until;
const any = (list) => list[Math.floor(Math.random() * list.length)];

const samples = new Map(), faults = new Map();
const keep = (kind, ms) => { if (!samples.has(kind)) samples.set(kind, []); samples.get(kind).push(ms); };
const fault = (text) => faults.set(text, (faults.get(text) ?? 0) + 1);

class User {
  constructor({role, cookie, csrf}) {
    Object.assign(this, {role, csrf});
    this.agent = new http.Agent({keepAlive: true, maxSockets: 1});
    this.headers = {cookie: `leasebook_session=${cookie}`, 'sec-fetch-site': 'same-origin', 'accept-encoding': 'br'};
  }
  // The answer, timed under its kind from the first byte asked to the last one read; a fault unless its status is one
  // of those expected. Only the page that is read for its form is asked for in the clear.
  ask(kind, path, {form, expected = [200], readable = false} = {}) {
    const body = form && new URLSearchParams({csrf: this.csrf, ...form}).toString();
    const headers = {...this.headers, ...(body !== undefined && {'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body)})};
    if (readable) delete headers['accept-encoding'];
    const begin = performance.now();
    return new Promise((resolve) => {
      const failed = (error) => { fault(`${kind}: ${error.code ?? error.message}`); resolve({status: 0, body: '', location: ''}); };
      const request = http.request({hostname, port, path, agent: this.agent, headers, method: body === undefined ? 'GET' : 'POST'}, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => {
          keep(kind, performance.now() - begin);
          if (!expected.includes(answer.statusCode)) fault(`${kind}: ${answer.statusCode}`);
          resolve({status: answer.statusCode, body: readable ? Buffer.concat(parts).toString() : '', location: answer.headers.location ?? ''});
        });
      });
      request.on('error', failed);
      request.end(body);
    });
  }
}

// What stands in the form that posts to an address, as a browser would send it.
function formIn(html, action) {
  const begin = html.indexOf(`action="${action}"`);
  const form = html.slice(begin, html.indexOf('</form>', begin));
  const fields = {};
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const of = (name) => tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '';
    if (of('type') === 'checkbox' || (of('type') === 'radio' && !tag.includes(' checked'))) continue;
    fields[of('name')] = of('value');
  }
  for (const [, name, options] of form.matchAll(/<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs))
    fields[name] = (options.match(/value="([^"]*)" selected/) ?? options.match(/value="([^"]*)"/))[1];
  delete fields.csrf;
  delete fields.form_key;
  return fields;
}

const users = JSON.parse(readFileSync(sessionsFile)).map((session) => new User(session));
const clerk = users.find(({role}) => role === 'clerk');
const leases = [], lessees = [];
const applied = [], accepted = [];  // numbers that wait for risk and for an approver
let quoteForm, leaseForm, drafted = 0, approved = 0;

async function lookAround() {
  const {body: list} = await clerk.ask('set-up', '/contracts?status=active', {readable: true});
  leases.push(...new Set([...list.matchAll(/href="(\/contracts\/L-[^"?]*)"/g)].map(([, href]) => href)));
  quoteForm = formIn((await clerk.ask('set-up', '/quotes', {readable: true})).body, '/quotes');
  const {body: page} = await clerk.ask('set-up', '/contracts/new', {readable: true});
  leaseForm = formIn(page, '/contracts');
  lessees.push(...[...page.slice(page.indexOf('field-lessee-list')).split('</datalist>')[0].matchAll(/value="([^"]*)"/g)].map(([, code]) => code));
}

const lists = ['/contracts', '/contracts', '/contracts?status=active', '/contracts?status=draft', '/lessees', '/clusters', '/contracts?q=precision'];
const amount = () => `${10 + Math.floor(Math.random() * 90)},000.00`;

// One lease a step further, by the role whose step it is; with nothing to do, a list.
async function carryOn(user) {
  if (user.role === 'clerk') {
    const serial = `LOAD-${process.pid}-${++drafted}`;
    const form = {...leaseForm, lessee: any(lessees), asset_class: 'CNC', serial_number: serial, financed_amount: amount()};
    const {location} = await user.ask('draft', '/contracts', {form, expected: [303]});
    const number = location.match(/L-[\d-]+/)?.[0];
    if (!number) return;
    await user.ask('apply', `/contracts/${number}/apply`, {form: {version: 1}, expected: [303]});
    applied.push(number);
    return;
  }
  if (user.role === 'risk' && applied.length > 0) {
    const number = applied.shift();
    const {status} = await user.ask('decide', `/contracts/${number}/credit-decision`, {form: {version: 2, decision: 'accept', reason: 'sound'}, expected: [303]});
    if (status === 303) accepted.push(number);
    return;
  }
  if (user.role === 'approver' && accepted.length > 0) {
    const number = accepted.shift();
    await user.ask('lease', `/contracts/${number}`);
    const {status} = await user.ask('approve', `/contracts/${number}/approve`, {form: {version: 3}, expected: [303]});
    if (status === 303) ++approved;
    return;
  }
  await user.ask('list', any(lists));
}

async function work(user) {
  await pause(Math.random() * think * 1000);
  while (!over()) {
    const dice = Math.random();
    if (dice < 0.4) await user.ask('list', any(lists));
    else if (dice < 0.7) await user.ask('lease', any(leases));
    else if (dice < 0.9) await user.ask('quote', '/quotes/preview', {form: {...quoteForm, financed_amount: amount()}});
    else await carryOn(user);
    if (think > 0) await pause((0.5 + Math.random()) * think * 1000);
  }
  user.agent.destroy();
}

// A connection that says nothing, or a byte a second; opened again whenever the server ends it.
let opened = 0;
function stand(isSlow) {
  if (over()) return;
  ++opened;
  const socket = net.connect(port, hostname);
  const text = `GET /${'x'.repeat(4000)} HTTP/1.1\r\n`;
  let at = 0;
  const beat = isSlow && setInterval(() => socket.write(text[at++ % text.length]), 1000);
  socket.on('error', () => {});  // the server hung up between two bytes: what is to be expected
  socket.on('data', () => {});
  socket.on('close', () => { clearInterval(beat); if (!over()) stand(isSlow); });
  const ends = setInterval(() => { if (over()) { clearInterval(ends); socket.destroy(); } }, 500);
}

const memory = () => Number(readFileSync(`/proc/${serverPid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
let mostMemory = 0;
const watching = serverPid && setInterval(() => { mostMemory = Math.max(mostMemory, memory()); }, 250);

await lookAround();
samples.clear();
for (let i = 0; i < flag('idle', 0); ++i) stand(false);
for (let i = 0; i < flag('slow', 0); ++i) stand(true);
const begin = performance.now();
await Promise.all(users.map(work));
const took = (performance.now() - begin) / 1000;
clearInterval(watching);

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
const line = (kind, list) => {
  const sorted = Float64Array.from(list).sort();
  console.log(`${kind.padEnd(8)} ${String(sorted.length).padStart(7)}  p50 ${at(sorted, 0.5)}  p95 ${at(sorted, 0.95)}  p99 ${at(sorted, 0.99)}  most ${at(sorted, 1)} ms`);
};
for (const [kind, list] of samples) line(kind, list);
const all = [...samples.values()].flat();
line('all', all);
console.log(`${users.length} users, ${(all.length / took).toFixed(0)} requests/s for ${took.toFixed(0)} s, ${approved} approved, ${opened} idle or slow connections opened`);
if (serverPid) console.log(`memory of the server: ${mostMemory.toFixed(0)} MiB at most`);
console.log(faults.size === 0 ? 'no error' : `errors: ${JSON.stringify(Object.fromEntries(faults))}`);
process.exit(faults.size === 0 ? 0 : 1);
