#pragma once
// The lessee's account: what fell due, and what every payment settled of it.
#include "domain/life/due.h"

namespace leasebook {

// Where money of one settlement went. The parts add up to what was paid.
struct Settlement {
    Money rent, principal, interest;  // of rents and balloon; rent is what interest and principal make together
    Money charge;                     // VAT on rents, fees, costs, settlements: all that was charged to the account
    Money late_interest;
};

class LesseeAccount {
public:
    LesseeAccount(Currency currency, LateInterestTerms late, std::vector<DatedOrder> orders)
        : currency_(currency), late_(late), orders_(std::move(orders)) {}

    // What was paid before it was due settles it at once.
    Settlement charge(Due due);
    // Late interest is reckoned to the day and claimed with the rest; what settles nothing waits for the next due.
    Settlement pay(int event, Date on, Money amount);
    // Opens again all that a payment settled, now or later; answers what that was, and what had settled nothing yet.
    Settlement reverse(int event);
    // Where a change that came to light later has used up what was given back, the last settlements are opened again;
    // answers them.
    Settlement refund(Money amount);
    // Open rents, oldest first, are settled by being owed with the rest of the lease from now on.
    Settlement capitalise(int event, Date on, Money amount);
    // All that is open of rents and balloon leaves the account unpaid; answers how much.
    Settlement write_off();

    // What a payment on that day would find open, late interest included.
    std::vector<Claim> open_claims(Date on);

    const std::vector<Due>& dues() const { return dues_; }
    const std::vector<AppliedPayment>& payments() const { return payments_; }
    Money unapplied() const;

private:
    Settlement settle(AppliedPayment& payment, Date on);
    Settlement applied(const std::vector<Claim>& settled, Date on, int sign);
    Settlement reopen(Money wanted);
    Due& due_of(const Claim& claim);
    Settlement nothing() const;

    Currency currency_;
    LateInterestTerms late_;
    std::vector<DatedOrder> orders_;
    std::vector<Due> dues_;
    std::vector<AppliedPayment> payments_;
};

}  // namespace leasebook
