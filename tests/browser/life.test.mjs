// The whole life of a lease, each step by the person of the role whose task it is: from quote to early settlement, in
// both languages, without JavaScript, and with the keyboard alone.
import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {expectAccessible, openHouse, wordsOf} from './house.mjs';

const roles = ['clerk', 'risk', 'approver', 'finance'];
let house;
before(async () => {
  house = await openHouse(40);
  for (const role of roles) await house.addUser(role, role);
});
after(async () => house?.close());

// Hands on a page: these of the mouse, those of the keyboard below.
const mouse = {
  follow: (page, link) => link.click(),
  press: (page, button) => button.click(),
  check: (page, radio) => radio.check(),
  fill: (page, control, text) => control.fill(text),
  choose: (page, select, value) => select.selectOption(value),
};

// Past the navigation by the skip link, then from control to control.
async function tabTo(page, target) {
  const wanted = await target.elementHandle();
  const stands = () => page.evaluate((element) => document.activeElement === element, wanted);
  if (await page.evaluate(() => document.activeElement === document.body)) {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop is the skip link');
    await page.keyboard.press('Enter');
  }
  for (let presses = 0; presses < 120; ++presses) {
    if (await stands()) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${target} on ${page.url()}`);
}

const keyboard = {
  async follow(page, link) { await tabTo(page, link); await page.keyboard.press('Enter'); },
  async press(page, button) { await tabTo(page, button); await page.keyboard.press('Enter'); },
  // Tab comes to the one chosen of a group, the arrows choose another.
  async check(page, radio) {
    const group = page.locator(`input[name="${await radio.getAttribute('name')}"]`);
    const chosen = await group.locator(':scope:checked').count();
    await tabTo(page, chosen ? group.locator(':scope:checked') : group.first());
    await page.keyboard.press(chosen ? 'ArrowDown' : 'Space');
    for (let presses = 0; presses < 10 && !(await radio.isChecked()); ++presses) await page.keyboard.press('ArrowDown');
    assert.ok(await radio.isChecked());
  },
  async fill(page, control, text) {
    await tabTo(page, control);
    const isDate = (await control.getAttribute('type')) === 'date';
    if (!isDate) await page.keyboard.press('ControlOrMeta+a');
    const [year, month, day] = text.split('-');
    await page.keyboard.type(isDate ? month + day + year : text);
    assert.equal(await control.inputValue(), text);
  },
  async choose(page, select, value) {
    await tabTo(page, select);
    for (let presses = 0; presses < 40 && (await select.inputValue()) !== value; ++presses) await page.keyboard.press('ArrowDown');
    assert.equal(await select.inputValue(), value);
  },
};

// One run through a life: its people, its words, its month, how its people work.
class Life {
  constructor({language = 'en', month, hands = mouse, scripts = true}) {
    Object.assign(this, {language, month, hands, scripts, t: wordsOf(language), examined: new Set(), people: {}});
  }
  day(n) { return `${this.month}-${String(n).padStart(2, '0')}`; }
  // Of the month after, which is open when this one is closed.
  laterDay(n) {
    const [year, month] = this.month.split('-').map(Number);
    return `${year}-${String(month + 1).padStart(2, '0')}-${String(n).padStart(2, '0')}`;
  }
  async arrive() {
    for (const role of roles) {
      const narrow = role === 'approver' ? {viewport: {width: 360, height: 740}} : {};
      this.people[role] = await house.signedIn(role, {javaScriptEnabled: this.scripts, locale: this.language === 'en' ? 'en-GB' : 'zh-CN', ...narrow});
      this.people[role].page.on('dialog', (dialog) => dialog.accept());
    }
  }
  page(role) { return this.people[role].page; }
  async leave() {
    const complaints = roles.flatMap((role) => this.people[role]?.complaints ?? []);
    for (const role of roles) await this.people[role]?.context.close();
    assert.deepEqual(complaints, []);
  }
  // Every kind of page once, whoever is on it.
  async look(role) {
    const page = this.page(role);
    assert.equal(await page.getAttribute('html', 'lang'), this.language === 'en' ? 'en' : 'zh-CN');
    const kind = new URL(page.url()).pathname.replace(/\d+/g, '#');
    if (!this.scripts || this.hands === keyboard || this.examined.has(kind)) return;
    this.examined.add(kind);
    await expectAccessible(page, {within: this.examined.size === 1 ? 'html' : 'main', but: this.language === 'en' ? [] : ['color-contrast']});
    if (role !== 'approver') return;
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${page.url()} is ${wider} px too wide`);
  }
  async open(role, path) { await this.page(role).goto(house.base + path); await this.look(role); }
  control(role, name) { return this.page(role).locator(`#field-${name}`); }
  fill(role, name, text) { return this.hands.fill(this.page(role), this.control(role, name), text); }
  pick(role, name, value) { return this.hands.check(this.page(role), this.page(role).locator(`input[name=${name}][value=${value}]`)); }
  choose(role, name, value) { return this.hands.choose(this.page(role), this.control(role, name), value); }
  async follow(role, text) {
    const page = this.page(role);
    const before = page.url();
    await this.hands.follow(page, page.locator('main').getByRole('link', {name: this.t(text), exact: true}).first());
    await page.waitForURL((url) => url.href !== before);
    await this.look(role);
  }
  async press(role, text, reached) {
    const page = this.page(role);
    const main = page.locator('main');
    const press = (name) => this.hands.press(page, main.getByRole('button', {name: this.t(name), exact: true}));
    if (this.scripts) await press(text);
    else {
      const through = async (name) => {
        await Promise.all([page.waitForEvent('framenavigated'), press(name)]);
        await page.waitForLoadState();
      };
      await through(text);
      // With scripts a dialog asks about what cannot be taken back; without them a page does.
      if (await main.getByRole('button', {name: this.t('Yes, go on'), exact: true}).count()) await through('Yes, go on');
    }
    if (reached) await page.waitForURL(reached);
  }
  save(role, text) { return this.press(role, text, '**saved=1'); }
  async expectStatus(role, status) {
    await this.look(role);
    assert.equal(await this.page(role).locator('h1 .tag').textContent(), this.t(status));
  }

  async quote() {
    await this.open('clerk', '/quotes');
    await this.fill('clerk', 'financed_amount', '900,000.00');
    await this.fill('clerk', 'commencement', this.day(15));
    await this.pick('clerk', 'timing', 'advance');
    await this.fill('clerk', 'periods', '24');
    await this.fill('clerk', 'annual_rate', '6.00');
    if (!this.scripts) await this.press('clerk', 'Calculate');
    // The first rent is paid at once: 900,000 over 24 months at 6 % in advance.
    await this.page('clerk').getByText('39,69').first().waitFor();
    await this.press('clerk', 'Write this lease', '**/contracts/from-quote');
  }
  async draft() {
    await this.look('clerk');
    const lessee = await this.page('clerk').locator('#field-lessee-list option').first().getAttribute('value');
    await this.fill('clerk', 'lessee', lessee);
    await this.choose('clerk', 'asset_class', 'CNC');
    await this.fill('clerk', 'serial_number', `LIFE-${this.language}-${this.month}`);
    await this.press('clerk', 'Save draft', '**/contracts/L-*');
    this.lease = new URL(this.page('clerk').url()).pathname;
    await this.expectStatus('clerk', 'Draft');
    await this.save('clerk', 'Apply');
    await this.expectStatus('clerk', 'Applied');
  }
  async decide() {
    await this.open('risk', this.lease);
    await this.follow('risk', 'Decide on credit');
    await this.pick('risk', 'decision', 'accept');
    await this.fill('risk', 'reason', 'Three years of profit');
    await this.save('risk', 'Decide on credit');
    await this.expectStatus('risk', 'Accepted');
  }
  // On a telephone: looked up, then approved.
  async approve() {
    const page = this.page('approver');
    await this.open('approver', '/');
    const number = this.lease.split('/').pop();
    if (this.hands === keyboard) await page.keyboard.press('/'); else await page.locator('#search').focus();
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=*');
    await this.look('approver');
    await this.hands.follow(page, page.locator('main').getByRole('link', {name: number}).first());
    await page.waitForURL(`**${this.lease}`);
    await this.look('approver');
    await this.save('approver', 'Approve');
    await this.expectStatus('approver', 'Approved');
  }
  async signAndPayOut() {
    await this.open('clerk', this.lease);
    await this.save('clerk', 'Sign');
    await this.open('finance', this.lease);
    await this.follow('finance', 'Pay the supplier');
    await this.fill('finance', 'reference', 'LIFE-1');
    await this.save('finance', 'Pay the supplier');
    await this.expectStatus('finance', 'Disbursed');
  }
  async commence() {
    await this.open('clerk', this.lease);
    await this.follow('clerk', 'Register it');
    await this.fill('clerk', 'lien_registration', `ZD-${this.month}`);
    await this.fill('clerk', 'lien_registered', this.day(16));
    await this.save('clerk', 'Save');
    await this.open('clerk', this.lease);
    await this.follow('clerk', 'Activate');
    await this.save('clerk', 'Activate');
    await this.expectStatus('clerk', 'Active');
  }
  async closeTheMonth() {
    const page = this.page('finance');
    await this.open('finance', '/periods');
    await this.hands.follow(page, page.getByRole('link', {name: this.month, exact: true}));
    await page.waitForURL('**/periods/*');
    await this.press('finance', 'Close the month');
    const locked = page.getByRole('row', {name: this.t('Lock')});
    // Without a script the person looks again.
    for (let looks = 0; !this.scripts && looks < 500 && (await locked.count()) === 0; ++looks) await page.goto(`${house.base}/periods/${this.month}`);
    await locked.waitFor();
    await page.reload();
    await this.look('finance');
  }
  // Answers what is billed, as it stands on the page.
  async invoice() {
    const page = this.page('finance');
    await this.open('finance', `/invoices?contract=${this.lease.split('/').pop()}`);
    await page.locator('table.t tbody a[href^="/invoices/"]').first().click();
    await page.waitForURL('**/invoices/I-*');
    await this.look('finance');
    const gross = await page.locator('.figs > div', {hasText: this.t('Gross')}).locator('dd').textContent();
    return gross.replace(/[^\d.,]/g, '');
  }
  async pay(amount, date) {
    await this.open('finance', this.lease);
    await this.follow('finance', 'Take a payment');
    await this.fill('finance', 'amount', amount);
    await this.fill('finance', 'date', date);
    await this.fill('finance', 'reference', `BANK-${amount}`);
    await this.save('finance', 'Take a payment');
    await this.look('finance');
    assert.match(await this.page('finance').locator('#payments').textContent(), new RegExp(`BANK-${amount}`));
  }
  // Chosen, filled in, previewed, confirmed.
  async change(kind, fields) {
    const page = this.page('clerk');
    await this.open('clerk', this.lease);
    await this.follow('clerk', 'Change this lease');
    await this.hands.choose(page, page.locator('#change-kind'), kind);
    await this.press('clerk', 'Choose', `**kind=${kind}`);
    for (const [name, text] of Object.entries({...fields, reason: 'as agreed'})) await this.fill('clerk', name, text);
    await this.look('clerk');
    await this.press('clerk', 'Preview', '**/preview');
    await page.getByRole('button', {name: this.t('Confirm the change')}).waitFor();
    await this.look('clerk');
    const total = await page.locator('tfoot td.n').first().textContent().catch(() => '');
    await this.save('clerk', 'Confirm the change');
    return total.trim();
  }

  async untilActive() {
    await this.arrive();
    await this.quote();
    await this.draft();
    await this.decide();
    await this.approve();
    await this.signAndPayOut();
    await this.commence();
  }
  async wholeLife() {
    await this.untilActive();
    await this.closeTheMonth();
    const billed = await this.invoice();
    assert.match(billed, /^\d{2},\d{3}\.\d\d$/);
    await this.pay(billed, this.laterDay(2));
    await this.change('partial_prepayment', {effective_date: this.laterDay(5), amount: '100,000.00'});
    await this.expectStatus('clerk', 'Active');
    const total = await this.change('early_settlement', {effective_date: this.laterDay(20)});
    await this.pay(total, this.laterDay(20));
    await this.expectStatus('finance', 'Early terminated');
  }
}

async function lived(options, how) {
  const life = new Life(options);
  try {
    await how(life);
  } finally {
    await life.leave();
  }
}

test('ALeaseLivesFromQuoteToSettlementByItsRoles', () => lived({month: '2026-06'}, (life) => life.wholeLife()));
test('ALeaseLivesInChineseToo', () => lived({month: '2026-07', language: 'zh'}, (life) => life.wholeLife()));
test('ALeaseLivesWithoutJavaScript', () => lived({month: '2026-08', scripts: false}, (life) => life.wholeLife()));
test('ALeaseIsWrittenApprovedPaidAndChangedWithTheKeyboardAlone', () =>
  lived({month: '2026-09', hands: keyboard}, async (life) => {
    await life.untilActive();
    await life.pay('10,000.00', life.day(20));
    await life.change('partial_prepayment', {effective_date: life.day(25), amount: '100,000.00'});
    await life.expectStatus('clerk', 'Active');
  }));
