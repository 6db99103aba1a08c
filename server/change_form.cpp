#include "server/change_form.h"

#include "server/register_forms.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string hint_of(std::string_view field) {
    if (field == "annual_rate") return "Left empty: as it is";
    if (field == "periods") return "From then on";
    if (field == "fee_rate") return "Left empty: as agreed";
    if (field == "market_rate") return "Only for a substantial change";
    if (field == "fee" || field == "price") return "Without VAT";
    if (field == "unguaranteed_residual") return "That is still expected";
    return {};
}

}  // namespace

std::vector<FormField> change_fields(const Call& call, ChangeKind kind) {
    ControlMaker maker(call);
    std::visit([&](const auto& record) { visit_fields(record, maker); }, blank_request(kind));
    for (auto& field : maker.fields) {
        if (field.name == "reason") field.width = 6;
        if (field.name == "lessee") field.choices = lessee_choices(call);
        if (field.optional && field.control == Control::Select && field.name != "channel")
            field.choices.front().text = call.t("As agreed");
        if (field.optional || field.name != "annual_rate") field.hint = hint_of(field.name);
        // Amounts left empty are none.
        if (field.name == "fee" || field.name == "insurance" || field.name == "other_charges" ||
            field.name == "selling_costs" || field.name == "compensation" || field.name == "costs")
            field.optional = true;
    }
    return std::move(maker.fields);
}

Result<Proposal> preview_change(const Call& call, const ContractNumber& number, const ChangeInput& input) {
    return call.app.database.read([&](db::Connection& c) -> Result<Proposal> {
        const auto file = db::find_file(c, number);
        if (!file) return not_found("", "There is no contract {0}.", shortened(number.text));
        const BookRules rules(c, call.today());
        return propose(c, *file, input, rules, {call.who.name, call.today()});
    });
}

std::string consequence(const Call& call, const Proposal& proposal) {
    const auto kind = value_text(call.language, to_text(proposal.input.kind));
    const auto day = date_text(proposal.effective_on, call.language);
    if (needs_second_person(proposal.input.kind))
        return filled(call.t("Proposes \"{0}\" of {1} from {2} on. Somebody else has to approve it before anything "
                             "is recorded."),
                      {kind, proposal.contract.text, day});
    const auto count = std::to_string(proposal.postings.additions.size() + proposal.postings.reversals.size());
    return filled(call.t("Records \"{0}\" of {1} from {2} on, with {3} postings. It cannot be deleted."),
                  {kind, proposal.contract.text, day, count});
}

}  // namespace leasebook::server
