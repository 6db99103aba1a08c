// One payment that waits to be matched, with the leases that it may be for; and the forms that record, match and give
// back.
#include "server/books/receipts.h"
#include "server/entry_page.h"
#include "server/receipt_view.h"
#include "server/record_json.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr const char* all_of_them = "/receipts";

std::string page_of(const ReceiptNumber& number) { return path_to(all_of_them, number.text); }

Frame frame_of(const Call& call, const std::string& title) {
    return call.frame(title, "receipts",
                      {{call.t("Books"), ""}, {call.t("Unmatched payments"), all_of_them}, {title, ""}});
}

std::optional<Receipt> receipt_named(const Call& call) {
    return call.app.database.read([&](db::Connection& c) { return db::find_receipt(c, {call.path_value(0)}); });
}

Response no_such_receipt(const Call& call) {
    return no_such_page(call, not_found("", "There is no payment \"{0}\".", shortened(call.path_value(0))));
}

// --- one ------------------------------------------------------------------------------------------------------------

std::string reason_of(const Call& call, const MatchProposal& proposal) {
    const auto because = [&](const char* sentence) { return filled(call.t(sentence), {proposal.contract.text}); };
    switch (proposal.ground) {
        case MatchGround::NumberAndPayer: return because("The payer is the lessee of {0} and names it.");
        case MatchGround::PayerAndAmount:
            return because("The payer is the lessee of {0}, and there alone so much is due.");
        case MatchGround::NumberAlone:
            return because("The payer names {0} and is not its lessee: ask why a third party pays.");
        case MatchGround::PayerAlone: return because("The payer is the lessee of {0}.");
    }
    throw InvariantBroken("every ground of a match has its sentence");
}

void add_tasks(Data& page, const Call& call, const Receipt& receipt, const std::vector<MatchProposal>& proposals) {
    const auto here = page_of(receipt.number);
    for (const auto& proposal : proposals) {
        auto& task = page.add("TASK");
        task.set("TEXT", filled(call.t("Match to {0}"), {proposal.contract.text}))
            .set("EXPLANATION", filled(call.t("{0} % sure."), {std::to_string(confidence_of(proposal.ground))}) + " " +
                                    reason_of(call, proposal))
            .set("ACTION_PATH", here + "/match")
            .show("PRIMARY", proposal == proposals.front());
        task.add("WITH").set("NAME", "contract").set("VALUE", proposal.contract.text);
    }
    page.add("TASK")
        .set("TEXT", call.t("Match to another lease"))
        .set("EXPLANATION", call.t("You name the lease that it is for."))
        .set("HREF", here + "/match");
    page.add("TASK")
        .set("TEXT", call.t("Give it back"))
        .set("EXPLANATION", call.t("The money goes back to whoever paid it."))
        .set("HREF", here + "/return");
}

void add_details(Data& page, const Call& call, const Receipt& receipt, const std::vector<MatchProposal>& proposals) {
    const auto pair = [&](const char* label, const std::string& text, const std::string& href = {}) {
        if (!text.empty()) page.add("PAIR").set("LABEL", call.t(label)).set("TEXT", text).set("HREF", href);
    };
    const auto& slip = receipt.slip;
    pair("Amount", money_with_sign(slip.amount));
    pair("Value date", date_text(slip.value_date, call.language));
    pair("Payer", slip.payer);
    pair("Reference", slip.reference);
    pair("Remittance text", slip.remittance_text.value_or(""));
    pair("Recorded by", receipt.recorded_by);
    for (const auto& proposal : proposals)
        pair("May be for", proposal.contract.text, path_to("/contracts", proposal.contract.text));
    if (receipt.contract)
        pair("Contract", receipt.contract->text,
             path_to("/contracts", receipt.contract->text) + "#event-" + std::to_string(*receipt.payment));
    if (receipt.decided_on) pair("Decided on", date_text(*receipt.decided_on, call.language));
    pair("Decided by", receipt.decided_by.value_or(""));
    pair("Reason", receipt.reason.value_or(""));
}

std::string standing_of(const Call& call, ReceiptStatus status) {
    switch (status) {
        case ReceiptStatus::Unmatched:
            return call.t(
                "Matched, it is a payment of the lease on its value date. If that payment is reversed later, this one "
                "stays matched.");
        case ReceiptStatus::Matched:
            return call.t("The lease shows what it settled, and whether it was reversed since.");
        case ReceiptStatus::GivenBack: return call.t("The money went back to whoever paid it.");
    }
    throw InvariantBroken("every status of a receipt has its sentence");
}

Response one_page(const Call& call) {
    std::vector<MatchProposal> proposals;
    const auto receipt = call.app.database.read([&](db::Connection& c) {
        auto found = db::find_receipt(c, {call.path_value(0)});
        if (found) proposals = proposals_for(c, *found, call.today());
        return found;
    });
    if (!receipt) return no_such_receipt(call);
    Data page;
    page.set("TITLE", receipt->number.text).set("SUB", standing_of(call, receipt->status));
    page.add("TAG")
        .set("TEXT", value_text(call.language, to_text(receipt->status)))
        .set("KIND", colour_of(receipt->status));
    if (receipt->status == ReceiptStatus::Unmatched && call.may(Permission::PostPayments))
        add_tasks(page, call, *receipt, proposals);
    add_details(page, call, *receipt, proposals);
    return html(call.app.view.page("record", frame_of(call, receipt->number.text), page));
}

// --- forms ----------------------------------------------------------------------------------------------------------

std::vector<FormField> receipt_fields() {
    return {{"value_date", Control::Date, 3, "Value date of the bank", {}},
            {"currency", Control::Select, 2, "", {{"CNY", "CNY"}, {"USD", "USD"}, {"EUR", "EUR"}}},
            {"amount", Control::Money, 3, "", {}},
            {"payer", Control::Text, 3, "As the bank names whoever paid", {}},
            {"reference", Control::Text, 3, "Of the bank", {}},
            {"remittance_text", Control::Text, 6, "What the payer wrote", {}, true}};
}
std::vector<FormField> match_fields() { return {{"contract", Control::Text, 3, "Its number", {}}}; }
std::vector<FormField> return_fields() {
    return {{"date", Control::Date, 3, "", {}}, {"reason", Control::Text, 6, "It stays on record", {}}};
}

Response new_form(const Call& call, const Fields& shown, const Errors& errors) {
    const auto title = call.t("Record a payment");
    return entry_page(call, frame_of(call, title),
                      {title, call.t("Money that came in before anybody knew which lease it is for."), all_of_them,
                       all_of_them, receipt_fields()},
                      shown, errors);
}

Response match_form(const Call& call, const Fields& shown, const Errors& errors) {
    const auto receipt = receipt_named(call);
    if (!receipt) return no_such_receipt(call);
    const auto title = call.t("Match to another lease");
    return entry_page(call, frame_of(call, title),
                      {title, receipt->number.text + " · " + money_with_sign(receipt->slip.amount),
                       page_of(receipt->number) + "/match", page_of(receipt->number), match_fields()},
                      shown, errors);
}

Response return_form(const Call& call, const Fields& shown, const Errors& errors) {
    const auto receipt = receipt_named(call);
    if (!receipt) return no_such_receipt(call);
    const auto title = call.t("Give it back");
    const auto amount = money_with_sign(receipt->slip.amount);
    return entry_page(
        call, frame_of(call, title),
        {title, receipt->number.text + " · " + amount, page_of(receipt->number) + "/return", page_of(receipt->number),
         return_fields(),
         filled(call.t("{0} goes back to {1}. It cannot be taken back here."), {amount, receipt->slip.payer})},
        shown, errors);
}

Response show_new(const Call& call) {
    return new_form(call, {{"value_date", to_text(call.today())}, {"currency", call.app.currency.text()}}, {});
}
Response show_match(const Call& call) { return match_form(call, {}, {}); }
Response show_return(const Call& call) { return return_form(call, {{"date", to_text(call.today())}}, {}); }

// Reads what was typed, lets the use case book it, and leads to where its effect is seen.
template <class Entry, class Form, class Use, class Leads>
Response book(const Call& call, std::string_view action, const Fields& typed, const std::vector<FormField>& fields,
              const Form& form, const Use& use, const Leads& leads_to) {
    const auto refused = [&](const Errors& errors) { return form(call, typed, errors); };
    const auto entry = read_record<Entry>(as_typed(typed, fields));
    if (!entry) return refused(entry.errors());
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto receipt = use(c, *entry);
        if (!receipt) return receipt.errors();
        return Call::Changed{see_other(leads_to(*receipt)), receipt->number.text, receipt_json(*receipt)};
    };
    return call.change(action, change, refused);
}

std::string shown_saved(const Receipt& receipt) { return page_of(receipt.number) + "?saved=1"; }

Response post_new(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    return book<ReceiptEntry>(
        call, "receipt.record", *form, receipt_fields(), new_form,
        [&](db::Connection& c, const ReceiptEntry& entry) {
            return record_receipt(c, entry, call.act(), call.app.clock());
        },
        shown_saved);
}

Response post_match(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    return book<MatchEntry>(
        call, "receipt.match", *form, match_fields(), match_form,
        [&](db::Connection& c, const MatchEntry& entry) {
            return match_receipt(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
        },
        [](const Receipt& receipt) { return path_to("/contracts", receipt.contract->text) + "?undo=payment&saved=1"; });
}

Response post_return(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    return book<ReversalEntry>(
        call, "receipt.give_back", *form, return_fields(), return_form,
        [&](db::Connection& c, const ReversalEntry& entry) {
            return give_receipt_back(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
        },
        shown_saved);
}

}  // namespace

void add_receipt_pages(std::vector<Route>& routes) {
    using enum Permission;
    const std::string one = "/receipts/{number}";
    routes.push_back({"GET", "/receipts/new", PostPayments, show_new});
    routes.push_back({"POST", "/receipts", PostPayments, post_new});
    routes.push_back({"GET", one, Read, one_page});
    routes.push_back({"GET", one + "/match", PostPayments, show_match});
    routes.push_back({"POST", one + "/match", PostPayments, post_match});
    routes.push_back({"GET", one + "/return", PostPayments, show_return});
    routes.push_back({"POST", one + "/return", PostPayments, post_return});
}

}  // namespace leasebook::server
