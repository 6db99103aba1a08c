// Money of lessees under /api/v1: payments, reversals, refunds, fees, deposits, transfers.
#include "server/books/payments.h"
#include "server/contract_view.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

std::string booked_json(const Contract& contract) {
    RecordJson out;
    out("contract", contract.number);
    out("event", contract.version);
    out("status", contract.status);
    return out.object();
}

// Reads the body, lets the use case book it, and answers 201 with the event it made.
template <class Entry, class Use>
Response book(const Call& call, std::string_view action, const Use& use) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<Entry>(*json) : Result<Entry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto record = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = use(c, *entry);
        if (!contract) return contract.errors();
        return Call::Changed{json_text(booked_json(*contract), 201), contract->number.text, record_json(*entry)};
    };
    return call.change(action, record, [](const Errors& errors) { return problem(errors); });
}

Response post_payment(const Call& call) {
    return book<PaymentEntry>(call, "payment.receive", [&](db::Connection& c, const PaymentEntry& entry) {
        return take_payment(c, entry, call.act(), call.app.clock());
    });
}

Response post_reversal(const Call& call) {
    const auto payment = parse_integer(call.path_value(1), 1, 1'000'000'000).value_or(0);
    return book<ReversalEntry>(call, "payment.reverse", [&](db::Connection& c, const ReversalEntry& entry) {
        return reverse_payment_of(c, {call.path_value(0)}, static_cast<int>(payment), entry, call.act(),
                                  call.app.clock());
    });
}

Response post_refund(const Call& call) {
    return book<RefundEntry>(call, "payment.refund", [&](db::Connection& c, const RefundEntry& entry) {
        return refund_to_lessee(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
    });
}

Response post_fee(const Call& call) {
    return book<FeeEntry>(call, "fee.charge", [&](db::Connection& c, const FeeEntry& entry) {
        return charge_fee_to(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
    });
}

Response post_deposit(const Call& call) {
    return book<DepositEntry>(call, "deposit.move", [&](db::Connection& c, const DepositEntry& entry) {
        return move_deposit_of(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
    });
}

Response post_transfer(const Call& call) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<TransferEntry>(*json) : Result<TransferEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto transfer = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto moved = transfer_payment(c, *entry, call.act(), call.app.clock());
        if (!moved) return moved.errors();
        RecordJson out;
        out.with("from", booked_json(moved->from)).with("to", booked_json(moved->to));
        return Call::Changed{json_text(out.object(), 201), entry->from.text, record_json(*entry)};
    };
    return call.change("payment.transfer", transfer, [](const Errors& errors) { return problem(errors); });
}

std::string claim_json(const Claim& claim) {
    RecordJson out;
    out("due", claim.instalment);
    out("due_date", claim.due_date);
    out("component", claim.component);
    out("amount", claim.amount);
    return out.object();
}

std::string payment_json(const ContractView& view, const AppliedPayment& payment) {
    const auto& event = view.file.events.at(static_cast<std::size_t>(payment.event - 1)).event;
    const auto* received = std::get_if<PaymentReceived>(&event);
    Money unapplied = payment.reversed ? Money::zero(payment.amount.currency()) : payment.amount;
    for (const auto& claim : payment.settled) unapplied -= claim.amount;
    RecordJson out;
    out("event", payment.event);
    out("kind", event_name(event));
    out("date", payment.on);
    out("amount", payment.amount);
    out("reference", received == nullptr ? std::string{} : received->reference);
    out("payer", received == nullptr ? std::optional<std::string>{} : received->payer);
    out.with("reversed", payment.reversed ? "true" : "false");
    out("unapplied", unapplied);
    out.with("settled", json_array(payment.settled, claim_json));
    return out.object();
}

Response get_payments(const Call& call) {
    const auto as_of = as_of_asked(call);
    if (!as_of) return problem(as_of.errors());
    const auto view = call.app.database.read(
        [&](db::Connection& c) { return view_contract(c, {call.path_value(0)}, *as_of, call.today()); });
    if (!view) return problem(view.errors());
    const auto payments = view->life ? view->life->payments : std::vector<AppliedPayment>{};
    RecordJson out;
    out("contract", view->state.number);
    out.with("payments", json_array(payments, [&](const AppliedPayment& p) { return payment_json(*view, p); }));
    return json_text(out.object());
}

}  // namespace

void add_payment_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string all = "/api/v1/payments", one = "/api/v1/contracts/{number}";
    routes.push_back({"POST", all, PostPayments, post_payment, "Receive a payment", "PaymentEntry", "Booked"});
    routes.push_back({"POST", all + "/transfer", PostPayments, post_transfer,
                      "Move money that settled nothing to another contract", "TransferEntry", "Transferred"});
    routes.push_back({"GET", one + "/payments", Read, get_payments, "Payments and what each of them settled", "",
                      "PaymentsDocument"});
    routes.push_back({"POST", one + "/payments/{event}/reverse", PostPayments, post_reversal, "Reverse a payment",
                      "ReversalEntry", "Booked"});
    routes.push_back({"POST", one + "/refunds", PostPayments, post_refund, "Give back money that settled nothing",
                      "RefundEntry", "Booked"});
    routes.push_back({"POST", one + "/fees", PostPayments, post_fee, "Charge a fee", "FeeEntry", "Booked"});
    routes.push_back(
        {"POST", one + "/deposit", PostPayments, post_deposit, "Move the deposit", "DepositEntry", "Booked"});
}

}  // namespace leasebook::server
