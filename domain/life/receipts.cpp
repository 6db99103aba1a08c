#include "domain/life/receipts.h"

#include <algorithm>

namespace leasebook {

namespace {

Error ended(const Contract& contract) {
    return conflict("Contract {0} is {1} since {2}.", contract.number.text, to_text(contract.status),
                    to_text(*contract.ended_on));
}

// What every entry of money keeps to: a lease that has commenced, its currency, an amount, a day in the books.
Result<Done> require_bookable(const Contract& contract, Date on, const BookDays& days, std::optional<Money> amount) {
    if (contract.status != ContractStatus::Active && !contract.ended_on)
        return conflict("Contract {0} is {1}; only a contract that is {2} allows this.", contract.number.text,
                        to_text(contract.status), to_text(ContractStatus::Active));
    Errors errors;
    if (amount) {
        if (const auto same = require_currency(contract, *amount); !same) return same.errors();
        if (*amount <= Money::zero(amount->currency()))
            errors.push_back(invalid("amount", "The amount must be above zero."));
    }
    if (on < days.begins)
        errors.push_back(invalid("date", "The books of contract {0} begin on {1}: nothing can be booked before.",
                                 contract.number.text, to_text(days.begins)));
    if (on > days.today) errors.push_back(invalid("date", "This day is still to come: book it when it is there."));
    if (!errors.empty()) return errors;
    return Done{};
}

// The last day of an event of that kind which no later one may go behind.
template <class Event>
std::optional<Date> last_day_of(std::span<const NumberedEvent> events) {
    std::optional<Date> last;
    for (const auto& e : events)
        if (const auto* event = std::get_if<Event>(&e.event))
            last = std::max(last.value_or(event->act.on), event->act.on);
    return last;
}

// Whatever takes from the unapplied money may not go behind a refund: what was given back had to be there.
Result<Done> require_after_refunds(std::span<const NumberedEvent> events, Date on) {
    const auto refunded = last_day_of<PaymentRefunded>(events);
    if (!refunded || on >= *refunded) return Done{};
    return invalid("date", "Money was given back on {0}: this cannot take effect before.", to_text(*refunded));
}

const PaymentReceived* payment_numbered(std::span<const NumberedEvent> events, int number) {
    const auto found = std::ranges::find(events, number, &NumberedEvent::number);
    return found == events.end() ? nullptr : std::get_if<PaymentReceived>(&found->event);
}

}  // namespace

BookDays book_days(const Contract& contract, std::span<const NumberedEvent> events, Date books_from, Date today) {
    const bool taken_on = std::ranges::any_of(
        events, [](const NumberedEvent& e) { return std::holds_alternative<ContractTakenOn>(e.event); });
    const Date commencement = contract.content.terms.commencement;
    return {taken_on ? std::max(commencement, books_from) : commencement, today};
}

Result<PaymentReceived> receive_payment(const Contract& contract, Act act, const BookDays& days, PaymentSlip slip,
                                        Money still_owed) {
    if (const auto fit = require_bookable(contract, act.on, days, slip.amount); !fit) return fit.errors();
    if (contract.ended_on && still_owed.is_zero()) return ended(contract);
    return PaymentReceived{std::move(act), slip.amount, std::move(slip.reference), std::move(slip.payer)};
}

Result<PaymentReversed> reverse_payment(const Contract& contract, Act act, const BookDays& days,
                                        std::span<const NumberedEvent> events, const Life& life, int payment,
                                        std::string reason) {
    const auto* received = payment_numbered(events, payment);
    if (received == nullptr)
        return not_found("payment", "Contract {0} has no payment {1}.", contract.number.text, std::to_string(payment));
    if (const auto fit = require_bookable(contract, act.on, days, {}); !fit) return fit.errors();
    for (const auto& e : events)
        if (const auto* reversed = std::get_if<PaymentReversed>(&e.event); reversed && reversed->payment == payment)
            return conflict("Payment {0} was reversed on {1} already.", std::to_string(payment),
                            to_text(reversed->act.on));
    if (act.on < received->act.on)
        return invalid("date", "The payment came in on {0}: it cannot be reversed before.", to_text(received->act.on));
    if (const auto fit = require_after_refunds(events, act.on); !fit) return fit.errors();
    const auto stands = std::ranges::find(life.payments, payment, &AppliedPayment::event);
    ensure(stands != life.payments.end(), "a payment that came in is in the account");
    if (const Money refunded = received->amount - stands->amount; !refunded.is_zero())
        return conflict("Of payment {0} {1} was given back: it cannot be reversed.", std::to_string(payment),
                        to_text(refunded));
    return PaymentReversed{std::move(act), payment, std::move(reason)};
}

Result<PaymentRefunded> refund_payment(const Contract& contract, Act act, const BookDays& days,
                                       std::span<const NumberedEvent> events, const Life& life, Money amount,
                                       std::string reference) {
    if (const auto fit = require_bookable(contract, act.on, days, amount); !fit) return fit.errors();
    if (const auto fit = require_after_refunds(events, act.on); !fit) return fit.errors();
    if (amount > life.unapplied)
        return invalid("amount", "Only {0} has settled nothing and can be given back.", to_text(life.unapplied));
    return PaymentRefunded{std::move(act), amount, std::move(reference)};
}

Result<FeeCharged> charge_fee(const Contract& contract, Act act, const BookDays& days,
                              std::span<const NumberedEvent> events, Money amount, std::string reason) {
    if (contract.ended_on) return ended(contract);
    if (const auto fit = require_bookable(contract, act.on, days, amount); !fit) return fit.errors();
    if (const auto fit = require_after_refunds(events, act.on); !fit) return fit.errors();
    return FeeCharged{std::move(act), amount, std::move(reason)};
}

Result<DepositMoved> move_deposit(const Contract& contract, Act act, const BookDays& days,
                                  std::span<const NumberedEvent> events, const Life& life, DepositMove move,
                                  Money amount) {
    if (const auto fit = require_bookable(contract, act.on, days, amount); !fit) return fit.errors();
    if (const auto moved = last_day_of<DepositMoved>(events); moved && act.on < *moved)
        return invalid("date", "The deposit was moved on {0}: what it was before that stays as it was.",
                       to_text(*moved));
    if (contract.ended_on && act.on < *contract.ended_on) return ended(contract);
    if (move != DepositMove::Received && amount > life.deposit)
        return invalid("amount", "The deposit held is {0}: no more than that can be moved.", to_text(life.deposit));
    return DepositMoved{std::move(act), move, amount};
}

}  // namespace leasebook
