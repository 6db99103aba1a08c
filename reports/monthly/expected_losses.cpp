// RP-10 and RP-11: how the allowance moved from stage to stage, and what is expected to be lost on each contract.
#include <map>

#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

constexpr auto stages = NamesOf<Stage>::names.size();

// Credits of the allowance account by contract: positive raises the allowance.
struct Movement {
    Money opening, taken_out, unwind, charged;

    explicit Movement(Currency currency)
        : opening(Money::zero(currency)), taken_out(opening), unwind(opening), charged(opening) {}
};

struct StageSums {
    Money opening, fresh, remeasured, released, written_off, unwind;
    std::array<Money, stages> to;  // minus what left for that stage, plus what came here

    explicit StageSums(Currency currency)
        : opening(Money::zero(currency)),
          fresh(opening),
          remeasured(opening),
          released(opening),
          written_off(opening),
          unwind(opening) {
        to.fill(opening);
    }
    Money closing() const {
        Money sum = opening + fresh + remeasured + released + written_off + unwind;
        for (const Money moved : to) sum += moved;
        return sum;
    }
};

std::map<std::uint32_t, Movement> movements(const ReportInput& in) {
    std::map<std::uint32_t, Movement> all;
    const auto of = [&](const ContractSum& sum) -> Movement& {
        return all.try_emplace(sum.contract, in.currency).first->second;
    };
    const auto& [before, moved] = books_of(in).allowance;
    for (const auto& sum : before)
        if (sum.amount.currency() == in.currency) of(sum).opening -= sum.amount;
    for (const auto& sum : moved) {
        if (sum.amount.currency() != in.currency) continue;
        auto& movement = of(sum);
        if (sum.rule == Rule::AllowanceChanged)
            movement.charged -= sum.amount;
        else if (sum.rule == Rule::StageThreeInterest)
            movement.unwind -= sum.amount;
        else
            movement.taken_out -= sum.amount;
    }
    return all;
}

// A contract's movement as the table shows it. One without a stage at the end has left the book.
void add(const Movement& movement, std::optional<Stage> before, std::optional<Stage> now,
         std::map<Stage, StageSums>& sums) {
    const Stage from = before.value_or(now.value_or(Stage::One)), to = now.value_or(from);
    auto& left = sums.at(from);
    auto& here = sums.at(to);
    left.opening += movement.opening;
    if (from != to) {
        left.to[static_cast<std::size_t>(to)] -= movement.opening;
        here.to[static_cast<std::size_t>(to)] += movement.opening;
    }
    here.unwind += movement.unwind;
    here.written_off += movement.taken_out;
    (!now ? here.released : before ? here.remeasured : here.fresh) += movement.charged;
}

Table allowance_movement(const ReportInput& in) {
    using enum ColumnType;
    Table table{"allowance_movement", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"stage", Word}, {"opening", Amount, true}, {"new_in_month", Amount, true}};
    for (const auto& [value, name] : NamesOf<Stage>::names)
        table.columns.push_back({"to_" + std::string(name), Amount, true});
    for (const char* column : {"remeasured", "released", "written_off", "unwind", "closing"})
        table.columns.push_back({column, Amount, true});
    const auto count = in.portfolio.contracts.size();
    const auto before = by_contract(books_of(in).rated_before, count);
    const auto now = by_contract(books_of(in).provisions, count);
    std::map<Stage, StageSums> sums;
    for (const auto& [value, name] : NamesOf<Stage>::names) sums.try_emplace(value, in.currency);
    const auto stage_of = [](const auto* line) { return line == nullptr ? std::nullopt : std::optional(line->stage); };
    for (const auto& [contract, movement] : movements(in))
        add(movement, stage_of(before[contract]), stage_of(now[contract]), sums);
    for (const auto& [stage, s] : sums) {
        std::vector<Cell> cells{to_text(stage), s.opening, s.fresh};
        for (const Money moved : s.to) cells.emplace_back(moved);
        cells.insert(cells.end(), {s.remeasured, s.released, s.written_off, s.unwind, s.closing()});
        table.rows.push_back(
            {RowRole::Detail, std::move(cells), page_link("/reports/expected_losses", {{"stage", to_text(stage)}})});
    }
    add_total(table);
    const Money ledger = -ledger_balance(books_of(in), in.currency, std::array{Account::LossAllowance});
    table.notes.push_back({"Difference to the general ledger: {0}.",
                           {to_text(std::get<Money>(table.rows.back().cells.back()) - ledger)}});
    table.notes.push_back(
        "Interest of stage 3 on what is allowed for adds to the allowance (unwind). What was recovered of claims "
        "written off goes to the credit loss directly and is not in it.");
    return table;
}

LongList expected_losses(const ReportInput& in) {
    using enum ColumnType;
    Table table{"expected_losses", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"contract", Text},        {"lessee", Text},
                     {"lessee_name", Text},     {"cluster", Text},
                     {"product", Word},         {"stage", Word},
                     {"own_stage", Word},       {"class", Word},
                     {"days_past_due", Count},  {"exposure", Amount, true},
                     {"overdue", Amount, true}, {"expected_loss", Amount, true},
                     {"overlay", Amount, true}, {"allowance", Amount, true},
                     {"coverage", Share},       {"reasons", Text}};
    if (books_of(in).provisions.empty()) table.notes.push_back("Expected losses are made by the close of the month.");
    const auto line_at = [&in](std::size_t i) -> std::optional<Row> {
        const auto& line = books_of(in).provisions[i];
        if (line.exposure.currency() != in.currency || (line.exposure.is_zero() && line.allowance.is_zero())) return {};
        const auto& contract = in.portfolio.contracts[line.contract];
        const auto& lessee = in.portfolio.lessees[contract.lessee];
        return Row{RowRole::Detail,
                   {contract.number.text, lessee.code.text, lessee.name, code_on(Axis::Cluster, in, contract),
                    to_text(contract.product), to_text(line.stage), to_text(line.own_stage), to_text(line.category),
                    std::int64_t{line.days_past_due}, line.exposure, line.overdue, line.expected_loss, line.overlay,
                    line.allowance, share_cell(line.allowance, line.exposure), text_or_nothing(line.reasons)},
                   contract_link(contract.number.text)};
    };
    return {std::move(table), books_of(in).provisions.size(), line_at, [](std::vector<Cell>& total) {
                total[14] = share_cell(std::get<Money>(total[13]), std::get<Money>(total[9]));
            }};
}

}  // namespace

ReportDefinition allowance_movement_report() {
    return {"allowance_movement", "Expected credit losses by stage: movement of the allowance", allowance_movement,
            false, true};
}
ReportDefinition expected_losses_report() {
    return list_report("expected_losses", "Expected credit losses by contract", expected_losses, false, true);
}

}  // namespace leasebook::reports
