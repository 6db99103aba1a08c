// RP-02: every contract with its terms, what stands on it and how it is rated. Other reports open it with a choice.
#include <memory>

#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

Cell word_of(const ProvisionLine* provision, bool stage) {
    if (provision == nullptr) return {};
    return stage ? to_text(provision->stage) : to_text(provision->category);
}

// What of the unguaranteed residual is in the books: nothing before the lease commences and after its machine was due
// back.
Money booked_residual(const BookLine& line) {
    if (line.parts.unguaranteed_residual.is_zero()) return line.parts.unguaranteed_residual;
    return unguaranteed_residual(*line.contract);
}

Row row_of(const ReportInput& in, const BookLine& line) {
    const auto& contract = *line.contract;
    const auto& terms = contract.terms;
    const auto text_on = [&](Axis axis) { return Cell{code_on(axis, in, contract)}; };
    return {RowRole::Detail,
            {contract.number.text,
             line.lessee->code.text,
             line.lessee->name,
             text_on(Axis::Group),
             text_on(Axis::AnchorEnterprise),
             text_on(Axis::Cluster),
             text_on(Axis::Industry),
             to_text(contract.product),
             text_on(Axis::AssetClass),
             text_on(Axis::Supplier),
             terms.commencement,
             final_date(contract),
             terms.financed_amount,
             terms.annual_rate,
             contract.rent,
             std::int64_t{terms.period_months},
             line.net_investment,
             line.parts.principal,
             line.parts.overdue,
             line.provision == nullptr ? Cell{} : Cell{std::int64_t{line.provision->days_past_due}},
             word_of(line.provision, false),
             word_of(line.provision, true),
             line.allowance,
             line.parts.deposit,
             terms.guaranteed_residual,
             booked_residual(line)},
            contract_link(contract.number.text)};
}

LongList contract_list(const ReportInput& in) {
    using enum ColumnType;
    Table table{"contracts", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"contract", Text},
                     {"lessee", Text},
                     {"lessee_name", Text},
                     {"group", Text},
                     {"anchor_enterprise", Text},
                     {"cluster", Text},
                     {"industry", Text},
                     {"product", Word},
                     {"asset_class", Text},
                     {"supplier", Text},
                     {"commencement", Day},
                     {"maturity", Day},
                     {"financed_amount", Amount, true},
                     {"rate", Share},
                     {"rent", Amount},
                     {"period_months", Count},
                     {"net_investment", Amount, true},
                     {"principal_not_due", Amount, true},
                     {"overdue", Amount, true},
                     {"days_past_due", Count},
                     {"class", Word},
                     {"stage", Word},
                     {"allowance", Amount, true},
                     {"deposit", Amount, true},
                     {"guaranteed_residual", Amount, true},
                     {"unguaranteed_residual", Amount, true}};
    note_other_currencies(in, table);
    const auto lines = std::make_shared<const BookLines>(in);
    return {std::move(table), in.portfolio.contracts.size(), [&in, lines](std::size_t i) -> std::optional<Row> {
                const auto line = lines->at(static_cast<std::uint32_t>(i));
                if (!line) return {};
                return row_of(in, *line);
            }};
}

}  // namespace

ReportDefinition contract_list_report() { return list_report("contracts", "Contract list", contract_list, true, true); }

}  // namespace leasebook::reports
