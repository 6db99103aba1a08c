// The ledger of the month: trial balance, journal by day and rule, invoices with their VAT, and the proof that what the
// reports count is what the ledger holds.
#include <algorithm>

#include "domain/concentration.h"
#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

const ChartLine& line_of(const MonthBooks& books, Account account) {
    const auto found = std::ranges::find(books.chart, account, &ChartLine::account);
    ensure(found != books.chart.end(), "every account has its line of the chart");
    return *found;
}

std::string journal_link(const MonthBooks& books, Account account) {
    return page_link("/journal", {{"period", to_text(books.period)}, {"account", to_text(account)}});
}

Table trial_balance(const ReportInput& in) {
    using enum ColumnType;
    Table table{"trial_balance", in.as_of, in.currency, {}, {}, {}};
    table.columns = {
        {"code", Text},           {"account", Word},         {"account_name", Text},   {"opening", Amount, true},
        {"debits", Amount, true}, {"credits", Amount, true}, {"closing", Amount, true}};
    const auto& books = books_of(in);
    for (const auto& balance : books.balances) {
        if (balance.closing.currency() != in.currency) continue;
        const auto& line = line_of(books, balance.account);
        table.rows.push_back({RowRole::Detail,
                              {line.code, to_text(balance.account), line.name, balance.opening, balance.debits,
                               balance.credits, balance.closing},
                              journal_link(books, balance.account)});
    }
    std::ranges::stable_sort(table.rows, {}, [](const Row& row) { return std::get<std::string>(row.cells[0]); });
    add_total(table);
    table.notes.push_back("Balances of debit accounts are positive, of credit accounts negative.");
    return table;
}

Table journal(const ReportInput& in) {
    using enum ColumnType;
    Table table{"journal", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"posted", Day},        {"rule", Word},           {"code", Text},           {"account", Word},
                     {"lines", Count, true}, {"debits", Amount, true}, {"credits", Amount, true}};
    const auto& books = books_of(in);
    for (const auto& sum : books.journal) {
        if (sum.debits.currency() != in.currency) continue;
        table.rows.push_back({RowRole::Detail,
                              {sum.posted, to_text(sum.rule), line_of(books, sum.account).code, to_text(sum.account),
                               sum.lines, sum.debits, sum.credits},
                              journal_link(books, sum.account)});
    }
    add_subtotals_and_total(table);
    table.notes.push_back(
        "Sums of a day and rule: every line is in journal_lines.csv of the pack and on the journal's page.");
    return table;
}

// The rate in force that gives this VAT; where VAT is on a part alone (interest of a leaseback), what it comes to.
Cell rate_cell(const MonthBooks& books, const Invoice& invoice) {
    for (const auto& [treatment, name] : NamesOf<VatTreatment>::names)
        if (const auto rate = vat_rate(books.vat_rates, treatment, invoice.due_date);
            rate && vat_on_top(invoice.net, *rate).vat == invoice.vat)
            return *rate;
    return share_cell(invoice.vat, invoice.net);
}

LongList invoices(const ReportInput& in) {
    using enum ColumnType;
    Table table{"vat", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"invoice", Text},     {"issued", Day},      {"lessee", Text},      {"lessee_name", Text},
                     {"contract", Text},    {"due", Count},       {"component", Word},   {"due_date", Day},
                     {"net", Amount, true}, {"vat_share", Share}, {"vat", Amount, true}, {"gross", Amount, true}};
    const auto& books = books_of(in);
    Money output = Money::zero(in.currency), input = output, deferred = output;
    for (const auto& balance : books.balances) {
        if (balance.closing.currency() != in.currency) continue;
        if (balance.account == Account::OutputVat) output = balance.credits - balance.debits;
        if (balance.account == Account::InputVat) input = balance.debits - balance.credits;
        if (balance.account == Account::DeferredOutputVat) deferred = -balance.closing;
    }
    table.notes.push_back(
        {"Ledger: output VAT of the month {0}, input VAT {1}, payable {2}; still to be transferred {3}.",
         {to_text(output), to_text(input), to_text(output - input), to_text(deferred)}});
    return {std::move(table), books.invoices.size(), [&in, &books](std::size_t i) -> std::optional<Row> {
                const auto& line = books.invoices[i];
                const auto& contract = in.portfolio.contracts[line.contract];
                if (contract.terms.currency != in.currency) return {};
                const auto& lessee = in.portfolio.lessees[contract.lessee];
                const auto& [due, kind, due_date, net, vat] = line.invoice;
                return Row{
                    RowRole::Detail,
                    {line.number, line.issued, lessee.code.text, lessee.name, contract.number.text, std::int64_t{due},
                     to_text(kind), due_date, net, rate_cell(books, line.invoice), vat, net + vat},
                    contract_link(contract.number.text)};
            }};
}

Table reconciliation(const ReportInput& in) {
    using enum ColumnType;
    Table table{"reconciliation", in.as_of, in.currency, {}, {}, {}};
    table.columns = {
        {"figure", Word}, {"sub_ledger", Amount}, {"general_ledger", Amount}, {"difference", Amount, true}};
    const auto& books = books_of(in);
    Money net = Money::zero(in.currency), allowance = net, debits = net, credits = net, opening = net;
    for (std::size_t i = 0; i < in.positions.size(); ++i) {
        const auto& parts = in.positions[i].parts;
        if (in.portfolio.contracts[i].product != Product::Operating)
            net += parts.net_investment + parts.overdue + parts.unguaranteed_residual;
    }
    for (const auto& line : books.provisions)
        if (line.allowance.currency() == in.currency) allowance += line.allowance;
    for (const auto& balance : books.balances) {
        if (balance.closing.currency() != in.currency) continue;
        opening += balance.opening;
        debits += balance.debits;
        credits += balance.credits;
    }
    const auto add = [&](const char* figure, Money sub_ledger, Money general, const char* opens) {
        table.rows.push_back({RowRole::Detail, {figure, sub_ledger, general, sub_ledger - general}, opens});
    };
    add("net_investment", net, ledger_balance(books, in.currency, net_investment_accounts), "/reports/contracts");
    add("loss_allowance", allowance, -ledger_balance(books, in.currency, std::array{Account::LossAllowance}),
        "/reports/expected_losses");
    add("debits_and_credits", debits, credits, "/reports/journal");
    add("opening_balances_of_accounts", opening, Money::zero(in.currency), "/reports/trial_balance");
    add_total(table);
    table.notes.push_back(
        "Sub-ledger: net investment out of each contract's schedule and payments, allowances out of the month's "
        "provisions. Every difference has to be nothing.");
    return table;
}

}  // namespace

ReportDefinition trial_balance_report() { return {"trial_balance", "Trial balance", trial_balance, false, true}; }
ReportDefinition journal_report() { return {"journal", "Journal by day and rule", journal, false, true}; }
ReportDefinition vat_report() { return list_report("vat", "Invoices and VAT", invoices, false, true); }
ReportDefinition reconciliation_report() {
    return {"reconciliation", "Sub-ledger and general ledger", reconciliation, true, true};
}

}  // namespace leasebook::reports
