// Money of a lease as forms behind its page: payments taken and reversed, money given back, fees, the deposit.
#include "server/books/payments.h"
#include "server/contract_pages.h"
#include "server/routes.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

struct MoneyTask {
    std::string name, action;  // last segment of its path, its name in the audit log
    std::string title;         // English, a key of the catalogue
    std::string confirm;       // the consequence, as LeaseTask has it, English too; empty: it can be taken back
    std::vector<FormField> (*fields)(Language);
    Result<Contract> (*take)(db::Connection&, const Call&, const JsonFields&);
};

// Marks a text for the catalogue; it is translated where it is shown.
std::string t(const char* english) { return english; }

FormField amount_field(const char* hint = "") { return {"amount", Control::Money, 3, hint, {}}; }
FormField date_field() { return {"date", Control::Date, 3, "", {}}; }

std::vector<FormField> payment_fields(Language) {
    return {amount_field(),
            {"date", Control::Date, 3, "Value date of the bank", {}},
            {"reference", Control::Text, 3, "Of the bank", {}},
            {"payer", Control::Text, 3, "Where it is not the lessee", {}, true}};
}

std::vector<FormField> reversal_fields(Language) {
    return {date_field(), {"reason", Control::Text, 3, "It stays on record", {}}};
}

std::vector<FormField> refund_fields(Language) {
    return {amount_field(), date_field(), {"reference", Control::Text, 3, "Of the bank", {}}};
}

std::vector<FormField> fee_fields(Language) {
    return {{"amount", Control::Money, 3, "Without VAT; due at once", {}},
            date_field(),
            {"reason", Control::Text, 6, "It stands on the invoice", {}}};
}

std::vector<FormField> deposit_fields(Language language) {
    return {{"move", Control::Radios, 6, "", choices_of<DepositMove>(language)}, amount_field(), date_field()};
}

// Reads what was typed and lets the use case book it.
template <class Entry, auto use_case>
Result<Contract> taken(db::Connection& c, const Call& call, const JsonFields& fields) {
    const auto entry = read_json_record<Entry>(fields);
    if (!entry) return entry.errors();
    return use_case(c, {call.path_value(0)}, *entry, call.act(), call.app.clock());
}

Result<Contract> take_typed_payment(db::Connection& c, const Call& call, const JsonFields& typed) {
    auto fields = typed;
    fields.fields["contract"] = call.path_value(0);
    const auto entry = read_json_record<PaymentEntry>(fields);
    if (!entry) return entry.errors();
    return take_payment(c, *entry, call.act(), call.app.clock());
}

Result<Contract> take_typed_reversal(db::Connection& c, const Call& call, const JsonFields& fields) {
    const auto entry = read_json_record<ReversalEntry>(fields);
    if (!entry) return entry.errors();
    const auto payment = parse_integer(call.path_value(1), 1, 1'000'000'000).value_or(0);
    return reverse_payment_of(c, {call.path_value(0)}, static_cast<int>(payment), *entry, call.act(), call.app.clock());
}

std::vector<MoneyTask> all_tasks() {
    return {{"payment", "payment.receive", t("Take a payment"), "", payment_fields, take_typed_payment},
            {"payments/{event}/reverse", "payment.reverse", t("Reverse the payment"),
             t("What this payment settled is due again, as of {date}."), reversal_fields, take_typed_reversal},
            {"refund", "payment.refund", t("Give money back"),
             t("{currency} {amount} goes back to the lessee. It cannot be taken back here."), refund_fields,
             taken<RefundEntry, refund_to_lessee>},
            {"fee", "fee.charge", t("Charge a fee"),
             t("{currency} {amount} and VAT is billed to the lessee. It cannot be taken back here."), fee_fields,
             taken<FeeEntry, charge_fee_to>},
            {"deposit", "deposit.move", t("Move the deposit"),
             t("{currency} {amount} of the deposit is moved. It cannot be taken back here."), deposit_fields,
             taken<DepositEntry, move_deposit_of>}};
}

LeaseTask task_of(const Call& call, const MoneyTask& task) {
    auto name = task.name;
    if (const auto open = name.find('{'); open != std::string::npos)
        name.replace(open, name.find('}') - open + 1, call.path_value(1));
    return {std::move(name), call.t(task.title), task.fields(call.language), {}, call.t(task.confirm)};
}

Response show_task(const Call& call, const MoneyTask& task) {
    const auto contract =
        call.app.database.read([&](db::Connection& c) { return db::find_contract(c, {call.path_value(0)}); });
    if (!contract) return no_such_contract_page(call);
    return task_page(call, task_of(call, task),
                     {{"currency", contract->content.terms.currency.text()}, {"date", to_text(call.today())}}, {});
}

Response take_task(const Call& call, const MoneyTask& task) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto fields = typed_task(*form, task.fields(call.language));
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = task.take(c, call, {fields, {}});
        if (!contract) return contract.errors();
        const bool may_be_undone = task.confirm.empty();
        return Call::Changed{see_other(path_to("/contracts", contract->number.text) +
                                       (may_be_undone ? "?undo=payment&saved=1" : "?saved=1")),
                             contract->number.text, query_text(fields)};
    };
    return call.change(task.action, take,
                       [&](const Errors& errors) { return task_page(call, task_of(call, task), *form, errors); });
}

}  // namespace

void add_payment_pages(std::vector<Route>& routes) {
    static const auto tasks = all_tasks();
    for (const auto& task : tasks) {
        const auto path = "/contracts/{number}/" + task.name;
        routes.push_back(
            {"GET", path, Permission::PostPayments, [&task](const Call& call) { return show_task(call, task); }});
        routes.push_back(
            {"POST", path, Permission::PostPayments, [&task](const Call& call) { return take_task(call, task); }});
    }
}

}  // namespace leasebook::server
