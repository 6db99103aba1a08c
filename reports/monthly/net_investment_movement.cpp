// RP-09: how the net investment went from the month's beginning to its end, by product and by contract (R-I-01).
// Every column is a kind of entry on the accounts of the net investment, so the row adds up to the ledger.
#include <map>
#include <optional>

#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

enum Kind {
    Opening,
    TakenOn,
    Commenced,
    Interest,
    Receipts,
    Prepaid,
    Modified,
    Residual,
    Ended,
    WrittenOff,
    Repossessed,
    Other,
    Kinds
};
using Moves = std::array<Money, Kinds>;

Kind kind_of(Rule rule) {
    switch (rule) {
        case Rule::OpeningBalance: return TakenOn;
        case Rule::CommencementFinance:
        case Rule::CommencementLeaseback:
        case Rule::CommencementDealer: return Commenced;
        case Rule::InterestAccrued:
        case Rule::InterestAccruedLeaseback: return Interest;
        case Rule::PaymentApplied: return Receipts;
        case Rule::ScheduleChanged: return Prepaid;
        case Rule::ResidualImpaired: return Residual;
        case Rule::Settled:
        case Rule::TotalLoss:
        case Rule::TermEnded: return Ended;
        case Rule::WrittenOff: return WrittenOff;
        case Rule::Repossessed: return Repossessed;
        default: return Other;
    }
}

Moves nothing(Currency currency) {
    Moves moves;
    moves.fill(Money::zero(currency));
    return moves;
}

// Of the contract at that position; nothing where it neither moved nor stands.
std::optional<Moves> moves_of(const ReportInput& in, std::uint32_t contract) {
    const auto& books = books_of(in);
    auto moves = nothing(in.currency);
    bool any = false;
    const auto add = [&](Kind kind, Money amount) {
        if (amount.currency() != in.currency) return;
        moves[kind] += amount;
        any = true;
    };
    for (const auto& sum : of_contract(books.net_investment.before, contract)) add(Opening, sum.amount);
    for (const auto& sum : of_contract(books.net_investment.moved, contract)) add(kind_of(sum.rule), sum.amount);
    // A change moves the balance by what is repaid with it and by the gain or loss that the new terms bring.
    for (const auto& sum : of_contract(books.modification_gains.moved, contract)) {
        if (sum.rule != Rule::ScheduleChanged) continue;
        add(Modified, -sum.amount);
        add(Prepaid, sum.amount);
    }
    return any ? std::optional(moves) : std::nullopt;
}

std::vector<Cell> cells_of(std::vector<Cell> heads, const Moves& moves) {
    Money closing = Money::zero(moves[Opening].currency());
    for (const Money move : moves) {
        heads.push_back(move);
        closing += move;
    }
    heads.push_back(closing);
    return heads;
}

Table empty_table(const char* name, const ReportInput& in, std::vector<Column> heads) {
    Table table{name, in.as_of, in.currency, std::move(heads), {}, {}};
    for (const char* column : {"opening", "taken_on", "commenced", "interest", "receipts", "prepaid", "modified",
                               "residual_change", "ended", "written_off", "repossessed", "other_movements", "closing"})
        table.columns.push_back({column, ColumnType::Amount, true});
    return table;
}

Table by_product(const ReportInput& in) {
    auto table = empty_table("net_investment_movement", in, {{"product", ColumnType::Word}});
    std::map<Product, Moves> products;
    for (std::uint32_t contract = 0; contract < in.portfolio.contracts.size(); ++contract) {
        const auto moves = moves_of(in, contract);
        if (!moves) continue;
        auto& sums = products.try_emplace(in.portfolio.contracts[contract].product, nothing(in.currency)).first->second;
        for (std::size_t i = 0; i < Kinds; ++i) sums[i] += (*moves)[i];
    }
    for (const auto& [product, moves] : products)
        table.rows.push_back({RowRole::Detail, cells_of({to_text(product)}, moves),
                              page_link("/reports/net_investment_by_contract", {{"product", to_text(product)}})});
    add_total(table);
    const Money ledger = ledger_balance(books_of(in), in.currency, net_investment_accounts);
    table.notes.push_back({"Difference to the general ledger: {0}.",
                           {to_text(std::get<Money>(table.rows.back().cells.back()) - ledger)}});
    return table;
}

LongList by_contract_list(const ReportInput& in) {
    using enum ColumnType;
    auto table = empty_table("net_investment_by_contract", in,
                             {{"product", Word}, {"contract", Text}, {"lessee", Text}, {"lessee_name", Text}});
    return {std::move(table), in.portfolio.contracts.size(), [&in](std::size_t i) -> std::optional<Row> {
                const auto moves = moves_of(in, static_cast<std::uint32_t>(i));
                if (!moves) return {};
                const auto& contract = in.portfolio.contracts[i];
                const auto& lessee = in.portfolio.lessees[contract.lessee];
                return Row{
                    RowRole::Detail,
                    cells_of({to_text(contract.product), contract.number.text, lessee.code.text, lessee.name}, *moves),
                    contract_link(contract.number.text)};
            }};
}

}  // namespace

ReportDefinition net_investment_movement_report() {
    return {"net_investment_movement", "Reconciliation of the net investment", by_product, false, true};
}
ReportDefinition net_investment_by_contract_report() {
    return list_report("net_investment_by_contract", "Reconciliation of the net investment by contract",
                       by_contract_list, false, true);
}

}  // namespace leasebook::reports
