#pragma once
// Decisions about money that comes in and goes out while a lease runs: payments and their reversal, refunds, fees,
// deposits. Each takes the contract and what its account holds, and answers the event or the reason why not.
#include "domain/contract.h"
#include "domain/life/life.h"

namespace leasebook {

// From when to when money of a contract may be booked: from its first day in our books to today.
struct BookDays {
    Date begins, today;
};
// A lease that commenced before the books did was kept elsewhere until then.
BookDays book_days(const Contract& contract, std::span<const NumberedEvent> events, Date books_from, Date today);

struct PaymentSlip {
    Money amount;
    std::string reference;             // the bank's
    std::optional<std::string> payer;  // where it is not the lessee
};

// A lease that has ended takes payments while something is owed; `still_owed` is looked at for that alone.
Result<PaymentReceived> receive_payment(const Contract& contract, Act act, const BookDays& days, PaymentSlip slip,
                                        Money still_owed);
// The payment is the number of its event; what was given back of it cannot be taken back again. `life` is that of the
// contract up to the day of what is asked for, here and below.
Result<PaymentReversed> reverse_payment(const Contract& contract, Act act, const BookDays& days,
                                        std::span<const NumberedEvent> events, const Life& life, int payment,
                                        std::string reason);
Result<PaymentRefunded> refund_payment(const Contract& contract, Act act, const BookDays& days,
                                       std::span<const NumberedEvent> events, const Life& life, Money amount,
                                       std::string reference);
Result<FeeCharged> charge_fee(const Contract& contract, Act act, const BookDays& days,
                              std::span<const NumberedEvent> events, Money amount, std::string reason);
Result<DepositMoved> move_deposit(const Contract& contract, Act act, const BookDays& days,
                                  std::span<const NumberedEvent> events, const Life& life, DepositMove move,
                                  Money amount);

}  // namespace leasebook
