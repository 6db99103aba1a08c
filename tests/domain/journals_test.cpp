// A lease of every product from signing to its end, as its journal reads: tests/golden/journals. Half a year each, so
// that a life fits on a page or two.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/domain/ledger.h"
#include "tests/golden.h"

namespace leasebook::tests {
namespace {

const Date signing = date(2026, 1, 5), payment_day = date(2026, 1, 12), start = date(2026, 1, 15);
const Date end = date(2026, 7, 15);

LeaseTerms half_a_year() {
    LeaseTerms terms;
    terms.financed_amount = cny("600000.00");
    terms.annual_rate = rate("0.06");
    terms.commencement = start;
    terms.first_rent_date = date(2026, 2, 15);
    terms.periods = 6;
    return terms;
}

const ChartLine& chart_line(Account account) {
    return *std::ranges::find(default_chart(), account, &ChartLine::account);
}

std::string amount_text(Money amount) {
    auto text = to_text(amount);
    for (auto at = static_cast<std::ptrdiff_t>(text.find('.')) - 3; at > (text.front() == '-' ? 1 : 0); at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

void write_line(std::ostream& out, const char* side, Account account, Money amount) {
    const auto& line = chart_line(account);
    const auto text = amount_text(amount);
    const std::string name = line.code + " " + line.name;
    out << "    " << side << " " << name << std::string(56 - std::min<std::size_t>(56, name.size()), ' ')
        << std::string(16 - std::min<std::size_t>(16, text.size()), ' ') << text << "\n";
}

void write_entry(std::ostream& out, const JournalEntry& entry) {
    out << to_text(entry.business_date) << " " << to_text(entry.rule);
    if (entry.event != 0) out << ", event " << entry.event;
    if (entry.instalment > 0) out << ", rent " << entry.instalment;
    out << "\n";
    for (const auto& line : entry.lines)
        if (!line.amount.is_negative()) write_line(out, "Dr", line.account, line.amount);
    for (const auto& line : entry.lines)
        if (line.amount.is_negative()) write_line(out, "Cr", line.account, -line.amount);
}

std::string journal_of(const std::string& title, const ContractContent& content,
                       const std::vector<ContractEvent>& happened, Date through) {
    const auto events = numbered(happened);
    const auto life = live(content, *amortise(content.terms, content.rent), events, policy(date(2026, 1, 1)), through);
    std::ostringstream out;
    out << title << "\n\nEvents\n";
    for (const auto& e : events)
        out << "  " << e.number << " " << to_text(act_of(e.event).on) << " " << event_name(e.event) << "\n";
    out << "\nJournal\n";
    for (const auto& fact : life.facts) write_entry(out, entry_for(fact));
    out << "\nBalances on " << to_text(through) << "\n";
    for (const auto& [account, sum] : balances(life))
        write_line(out, sum.is_negative() ? "Cr" : "Dr", account, sum.is_negative() ? -sum : sum);
    return out.str();
}

// Signed, paid for and commenced.
std::vector<ContractEvent> begun() {
    return {ContractSigned{{"li", signing}}, SupplierPaid{{"li", payment_day}, cny("600000.00"), "B-1"},
            activated(start)};
}

// `amount` on each due date from the first to the last of them.
void pay(std::vector<ContractEvent>& events, int count, const char* amount) {
    for (const Date due : due_dates(date(2026, 2, 15), count, 1, true)) events.push_back(payment(due, amount));
}

ContractEnded ended(Date on, EndKind kind) {
    const Money none = cny("0.00");
    return {{"li", on}, kind, none, none, none, none, none, none, none, "as agreed", none};
}

// A deposit, a rent paid nineteen days late with its penalty, and the machine kept for 100 yuan at the end.
TEST(Journals, OfADirectFinanceLease) {
    auto content = content_of(half_a_year(), "101757.27");
    content.conditions.purchase_price = cny("100.00");
    auto events = begun();
    events.push_back(DepositMoved{{"li", start}, DepositMove::Received, cny("30000.00")});
    pay(events, 4, "114985.72");
    events.push_back(payment(date(2026, 7, 3), "116077.62"));
    events.push_back(payment(end, "114985.66"));
    auto purchase = ended(end, EndKind::Purchase);
    purchase.claim = purchase.price = cny("100.00");
    purchase.vat = cny("13.00");
    events.push_back(purchase);
    events.push_back(payment(end, "113.00"));
    events.push_back(DepositMoved{{"li", end}, DepositMove::Refunded, cny("30000.00")});
    expect_golden(
        "journals/direct_finance.txt",
        journal_of("A direct finance lease: 600,000.00 at 6 %, six monthly rents of 101,757.27, VAT 13 % on top",
                   content, events, date(2026, 7, 31)));
}

// Settled after three rents: what is not yet due becomes a claim, with a fee.
TEST(Journals, OfAVendorLeaseSettledEarly) {
    auto content = content_of(half_a_year(), "101757.27");
    content.conditions.product = Product::Vendor;
    auto events = begun();
    pay(events, 3, "114985.72");
    auto settlement = ended(date(2026, 4, 15), EndKind::EarlySettlement);
    settlement.claim = cny("308289.25");
    settlement.fee = cny("6044.89");
    settlement.vat = cny("40077.60");
    events.push_back(settlement);
    events.push_back(payment(date(2026, 4, 20), "348366.85"));
    expect_golden("journals/vendor.txt", journal_of("A vendor lease settled after three rents, with a fee of 2 %",
                                                    content, events, date(2026, 4, 30)));
}

// The lessee stops paying after two rents: repossession, the machine sold, the claim pursued, part of it recovered.
TEST(Journals, OfASaleAndLeasebackRepossessed) {
    auto content = content_of(half_a_year(), "101757.27");
    content.conditions.product = Product::SaleLeaseback;
    auto events = begun();
    pay(events, 2, "101757.27");
    auto repossession = ended(date(2026, 5, 31), EndKind::Repossession);
    repossession.asset_value = cny("300000.00");
    repossession.legal_claim = cny("107029.08");
    events.push_back(repossession);
    events.push_back(
        AssetSold{{"li", date(2026, 6, 20)}, cny("320000.00"), cny("4000.00"), cny("300000.00"), "Dealer"});
    events.push_back(RecoveryReceived{{"li", date(2026, 7, 1)}, cny("50000.00"), "court"});
    events.push_back(ClaimGivenUp{{"li", date(2026, 7, 10)}, "no assets left"});
    expect_golden("journals/sale_leaseback.txt",
                  journal_of("A sale-and-leaseback repossessed after two rents", content, events, date(2026, 7, 31)));
}

// Depreciated to its residual, returned and sold.
TEST(Journals, OfAnOperatingLease) {
    auto terms = half_a_year();
    terms.unguaranteed_residual = cny("400000.00");
    auto content = content_of(terms, "35919.09");
    content.conditions.product = Product::Operating;
    auto events = begun();
    pay(events, 6, "40588.57");
    auto back = ended(end, EndKind::Return);
    back.asset_value = cny("390000.00");
    events.push_back(back);
    events.push_back(AssetSold{{"li", date(2026, 7, 20)}, cny("410000.00"), cny("0.00"), cny("390000.00"), "Dealer"});
    expect_golden("journals/operating.txt", journal_of("An operating lease with a residual of 400,000.00, returned",
                                                       content, events, date(2026, 7, 31)));
}

// Own goods of 480,000.00 sold at 7.2 % by leasing them; renewed at the end, so the machine goes into the next lease.
TEST(Journals, OfADealerLeaseRenewed) {
    auto terms = half_a_year();
    terms.unguaranteed_residual = cny("60000.00");
    auto content = content_of(terms, "91881.55");
    content.conditions.goods_carrying_amount = cny("480000.00");
    content.conditions.market_rate = rate("0.072");
    std::vector<ContractEvent> events{
        ContractSigned{{"li", signing}},
        ContractActivated{{"li", start}, rate("0.072"), {}, {cny("539894.99"), cny("422115.36")}}};
    pay(events, 6, "103826.15");
    auto renewal = ended(end, EndKind::Renewal);
    renewal.asset_value = cny("60000.00");
    events.push_back(renewal);
    events.push_back(AssetLeasedAgain{{"li", end}, cny("60000.00"), {"L-2026-000002"}});
    expect_golden("journals/dealer.txt",
                  journal_of("A dealer's lease of own goods (480,000.00, market rate 7.2 %), renewed at its end",
                             content, events, date(2026, 7, 31)));

    auto next = half_a_year();
    next.financed_amount = cny("60000.00");
    next.commencement = end;
    next.first_rent_date = date(2026, 8, 15);
    auto renewed = content_of(next, "10175.73");
    renewed.renewal_of = {"L-2026-000001"};
    expect_golden("journals/renewal.txt",
                  journal_of("The renewal: the machine comes from the lease before, nobody is paid", renewed,
                             {ContractSigned{{"li", end}}, activated(end), payment(date(2026, 8, 15), "11498.57")},
                             date(2026, 8, 31)));
}

}  // namespace
}  // namespace leasebook::tests
