#include "domain/accounting/allocation.h"
#include "domain/accounting/vat.h"
#include "domain/lessee_grade.h"
#include "domain/number_format.h"
#include "server/books/receipts.h"
#include "server/books_query.h"
#include "server/close_inputs.h"
#include "server/contract_steps.h"
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

namespace {

Json allocation_order() {
    auto schema = with(object(), {{"from", {{"type", "string"}, {"format", "date"}}},
                                  {"precedence", {{"type", "string"}, {"enum", {"component", "instalment"}}}},
                                  {"components", list_of(text())}});
    schema["required"] = {"from", "components"};
    return schema;
}

Json due_schema() {
    auto due = with(object(), {{"number", whole()}, {"kind", text()}, {"event", whole()}, {"due_date", text()}});
    for (const auto& [component, name] : NamesOf<ClaimComponent>::names) due["properties"][std::string(name)] = text();
    return with(due, {{"collection_date", text()}, {"owed", text()}, {"paid", text()}, {"written_off", text()}});
}

Json account_amounts(std::initializer_list<const char*> amounts) {
    auto line = with(object(), {{"account", text()}, {"code", text()}, {"name", text()}, {"currency", text()}});
    for (const char* amount : amounts) line["properties"][amount] = text();
    return line;
}

void add_receipt_schemas(Json& schemas) {
    schemas["ReceiptEntry"] = record_schema<ReceiptEntry>();
    schemas["MatchEntry"] = record_schema<MatchEntry>();
    schemas["Receipt"] = with(record_schema<ReceiptEntry>(), {{"number", text()},
                                                              {"status", text()},
                                                              {"recorded_by", text()},
                                                              {"decided_on", text_or_null()},
                                                              {"decided_by", text_or_null()},
                                                              {"contract", text_or_null()},
                                                              {"payment", or_null(whole())},
                                                              {"reason", text_or_null()}});
    schemas["ReceiptDocument"] = with(
        schemas["Receipt"],
        {{"proposals", list_of(with(object(), {{"contract", text()}, {"ground", text()}, {"confidence", whole()}}))}});
    schemas["ReceiptPage"] = page_of("Receipt");
}

// What is read of a month that was closed, and what it was worked out with.
void add_month_schemas(Json& schemas) {
    schemas["Provision"] = with(object(), {{"contract", text()},
                                           {"lessee", text()},
                                           {"cluster", text()},
                                           {"currency", text()},
                                           {"days_past_due", whole()},
                                           {"stage", text()},
                                           {"own_stage", text()},
                                           {"category", text()},
                                           {"exposure", text()},
                                           {"overdue", text()},
                                           {"expected_loss", text()},
                                           {"overlay", text()},
                                           {"allowance", text()},
                                           {"reasons", text()}});
    schemas["TranslatedLine"] = with(object(), {{"account", text()},
                                                {"code", text()},
                                                {"name", text()},
                                                {"opening", text()},
                                                {"debits", text()},
                                                {"credits", text()},
                                                {"revaluation", text()},
                                                {"closing", text()}});
    schemas["TranslatedTrialBalance"] = with(object(), {{"period", text()},
                                                        {"currency", text()},
                                                        {"lines", list_of(reference("TranslatedLine"))},
                                                        {"difference", reference("TranslatedLine")}});
    schemas["GradeEntry"] = record_schema<GradeEntry>();
    schemas["Grade"] = with(
        object(),
        {{"date", text()}, {"grade", text()}, {"reason", text()}, {"entered_by", text()}, {"recorded_at", text()}});
}

}  // namespace

void add_books_schemas(Json& schemas) {
    add_month_schemas(schemas);
    add_receipt_schemas(schemas);
    schemas["CreditDecisionEntry"] = record_schema<CreditDecisionEntry>();
    schemas["DisbursementEntry"] = record_schema<DisbursementEntry>();
    schemas["ActivationEntry"] = record_schema<ActivationEntry>();
    schemas["PaymentEntry"] = record_schema<PaymentEntry>();
    schemas["ReversalEntry"] = record_schema<ReversalEntry>();
    schemas["RefundEntry"] = record_schema<RefundEntry>();
    schemas["FeeEntry"] = record_schema<FeeEntry>();
    schemas["DepositEntry"] = record_schema<DepositEntry>();
    schemas["TransferEntry"] = record_schema<TransferEntry>();
    schemas["Booked"] = with(object(), {{"contract", text()}, {"event", whole()}, {"status", text()}});
    schemas["Transferred"] = with(object(), {{"from", reference("Booked")}, {"to", reference("Booked")}});
    schemas["PaymentsDocument"] =
        with(object(),
             {{"contract", text()},
              {"payments", list_of(with(object(), {{"event", whole()},
                                                   {"kind", text()},
                                                   {"date", text()},
                                                   {"amount", text()},
                                                   {"reference", text()},
                                                   {"payer", text_or_null()},
                                                   {"reversed", truth()},
                                                   {"unapplied", text()},
                                                   {"settled", list_of(with(object(), {{"due", whole()},
                                                                                       {"due_date", text()},
                                                                                       {"component", text()},
                                                                                       {"amount", text()}}))}}))}});
    schemas["Payment"] = with(object(), {{"contract", text()},
                                         {"event", whole()},
                                         {"lessee", text()},
                                         {"date", text()},
                                         {"currency", text()},
                                         {"amount", text()},
                                         {"payer", text_or_null()},
                                         {"reference", text()},
                                         {"status", text()},
                                         {"recorded_at", text()},
                                         {"entered_by", text()}});
    schemas["JournalEntry"] = with(object(), {{"id", whole()},
                                              {"contract", text_or_null()},
                                              {"business_date", text()},
                                              {"posting_date", text()},
                                              {"rule", text()},
                                              {"event", whole()},
                                              {"instalment", whole()},
                                              {"reversal", truth()},
                                              {"recorded_at", text()},
                                              {"lines", list_of(account_amounts({"debit", "credit"}))}});
    schemas["JournalDocument"] =
        with(object(), {{"contract", text()}, {"entries", list_of(reference("JournalEntry"))}});
    schemas["TrialBalance"] =
        with(object(),
             {{"period", text()}, {"lines", list_of(account_amounts({"opening", "debits", "credits", "closing"}))}});
    schemas["AccountEntry"] = record_schema<AccountEntry>();
    schemas["ChartLine"] = record_schema<ChartLine>();
    schemas["Period"] = with(object(), {{"period", text()},
                                        {"status", text()},
                                        {"changed_by", text()},
                                        {"reopen_asked_by", text_or_null()},
                                        {"reopen_reason", text_or_null()}});
    auto with_steps = schemas["Period"];
    with_steps["properties"]["steps"] = list_of(with(object(), {{"step", text()},
                                                                {"records", whole()},
                                                                {"control_total", text()},
                                                                {"started_at", text()},
                                                                {"finished_at", text()},
                                                                {"by", text()}}));
    schemas["PeriodDocument"] = with_steps;
    schemas["PeriodAccepted"] = with(object(), {{"period", text()}});
    schemas["Invoice"] = with(object(), {{"number", text()},
                                         {"contract", text()},
                                         {"kind", text()},
                                         {"due", whole()},
                                         {"due_date", text()},
                                         {"issued", text()},
                                         {"currency", text()},
                                         {"net", text()},
                                         {"vat", text()},
                                         {"gross", text()}});
    schemas["Overlay"] =
        with(object(), {{"cluster", text()}, {"share", text()}, {"reason", text()}, {"entered_by", text()}});
    schemas["OverlayEntry"] = record_schema<OverlayEntry>();
    schemas["ExchangeRateEntry"] = record_schema<ExchangeRateEntry>();
    schemas["VatRate"] = record_schema<VatRate>();
    schemas["NumberFormats"] = record_schema<NumberFormats>();
    schemas["Reason"] = with(object(), {{"reason", text()}});
    schemas["Due"] = due_schema();
    schemas["AllocationOrder"] = allocation_order();
    for (const char* name : {"JournalEntry", "ChartLine", "Period", "AllocationOrder", "Invoice", "Payment", "Overlay",
                             "Provision", "Grade", "ExchangeRateEntry", "VatRate"})
        schemas[std::string(name) + "Page"] = page_of(name);
}

}  // namespace leasebook::server::schemas
