#include "server/books/payments.h"

#include "domain/life/receipts.h"
#include "server/books/bookkeeping.h"

namespace leasebook::server {

namespace {

// A contract locked, with the rules its books follow.
class Desk {
public:
    Desk(db::Connection& connection, const Act& act, db::Moment at)
        : connection_(connection), rules_(connection, act.on), by_(act.by), today_(act.on), at_(at) {}

    // `field` is where the request names the contract; none: its path does.
    Result<db::ContractFile> locked(const ContractNumber& number, const char* field = "") const {
        auto file = db::find_file(connection_, number, db::Lock::ForUpdate);
        if (!file) return not_found(field, "There is no contract {0}.", shortened(number.text));
        return *std::move(file);
    }
    Act on(Date day) const { return {by_, day}; }
    BookDays days(const db::ContractFile& file) const {
        return book_days(file.contract, file.events, rules_.policy().books_from, today_);
    }
    // Empty before commencement, where the decision refuses anyway.
    Life life(const db::ContractFile& file, Date day) const { return life_of(file, rules_.policy(), day); }

    template <class Event>
    Result<Contract> record(const db::ContractFile& file, const Result<Event>& event) const {
        if (!event) return event.errors();
        return server::record(connection_, file, *event, rules_, at_);
    }

private:
    db::Connection& connection_;
    BookRules rules_;
    std::string by_;
    Date today_;
    db::Moment at_;
};

Money still_owed(const Life& life) {
    Money owed = life.overdue();
    for (const auto& due : life.dues) owed += due.open(ClaimComponent::LateInterest);
    return owed;
}

// A running lease takes any payment; only of an ended one it must be known what is owed.
Result<PaymentReceived> received(const Desk& desk, const db::ContractFile& file, Date date, PaymentSlip slip) {
    const auto& contract = file.contract;
    const Money owed = contract.ended_on ? still_owed(desk.life(file, desk.days(file).today)) : slip.amount;
    return receive_payment(contract, desk.on(date), desk.days(file), std::move(slip), owed);
}

}  // namespace

Errors check(const DepositEntry& entry) {
    if (entry.move) return {};
    return {invalid("move", "This field cannot be empty.")};
}

Errors check(const TransferEntry& entry) {
    if (entry.from != entry.to) return {};
    return {invalid("to", "Money is transferred from one contract to another.")};
}

Result<Contract> take_payment(db::Connection& connection, const PaymentEntry& entry, const Act& act, db::Moment at) {
    const Desk desk(connection, act, at);
    const auto file = desk.locked(entry.contract, "contract");
    if (!file) return file.errors();
    return desk.record(*file, received(desk, *file, entry.date, {entry.amount, entry.reference, entry.payer}));
}

Result<Contract> reverse_payment_of(db::Connection& connection, const ContractNumber& number, int payment,
                                    const ReversalEntry& entry, const Act& act, db::Moment at) {
    const Desk desk(connection, act, at);
    const auto file = desk.locked(number);
    if (!file) return file.errors();
    return desk.record(*file, reverse_payment(file->contract, desk.on(entry.date), desk.days(*file), file->events,
                                              desk.life(*file, entry.date), payment, entry.reason));
}

Result<Contract> refund_to_lessee(db::Connection& connection, const ContractNumber& number, const RefundEntry& entry,
                                  const Act& act, db::Moment at) {
    const Desk desk(connection, act, at);
    const auto file = desk.locked(number);
    if (!file) return file.errors();
    return desk.record(*file, refund_payment(file->contract, desk.on(entry.date), desk.days(*file), file->events,
                                             desk.life(*file, entry.date), entry.amount, entry.reference));
}

Result<Contract> charge_fee_to(db::Connection& connection, const ContractNumber& number, const FeeEntry& entry,
                               const Act& act, db::Moment at) {
    const Desk desk(connection, act, at);
    const auto file = desk.locked(number);
    if (!file) return file.errors();
    return desk.record(*file, charge_fee(file->contract, desk.on(entry.date), desk.days(*file), file->events,
                                         entry.amount, entry.reason));
}

Result<Contract> move_deposit_of(db::Connection& connection, const ContractNumber& number, const DepositEntry& entry,
                                 const Act& act, db::Moment at) {
    const Desk desk(connection, act, at);
    const auto file = desk.locked(number);
    if (!file) return file.errors();
    return desk.record(*file, move_deposit(file->contract, desk.on(entry.date), desk.days(*file), file->events,
                                           desk.life(*file, entry.date), *entry.move, entry.amount));
}

Result<Transferred> transfer_payment(db::Connection& connection, const TransferEntry& entry, const Act& act,
                                     db::Moment at) {
    const Desk desk(connection, act, at);
    // Always in the same order, so that two transfers the opposite way cannot wait for each other.
    const bool forwards = entry.from < entry.to;
    const auto lock_from = [&] { return desk.locked(entry.from, "from"); };
    const auto lock_to = [&] { return desk.locked(entry.to, "to"); };
    const auto first = forwards ? lock_from() : lock_to(), second = forwards ? lock_to() : lock_from();
    if (!first) return first.errors();
    if (!second) return second.errors();
    const auto& from = forwards ? *first : *second;
    const auto& to = forwards ? *second : *first;
    auto refunded = desk.record(from, refund_payment(from.contract, desk.on(entry.date), desk.days(from), from.events,
                                                     desk.life(from, entry.date), entry.amount, entry.reference));
    if (!refunded) return refunded.errors();
    const auto& payer = from.contract.content.lessee;
    const bool own = payer == to.contract.content.lessee;
    auto paid =
        desk.record(to, received(desk, to, entry.date,
                                 {entry.amount, entry.reference, own ? std::optional<std::string>{} : payer.text}));
    if (!paid) return paid.errors();
    return Transferred{*std::move(refunded), *std::move(paid)};
}

}  // namespace leasebook::server
