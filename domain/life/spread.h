#pragma once
// An amount that every rent period of an operating lease earns or wears off the same share of.
#include "domain/life/rent_run.h"

namespace leasebook {

class Spread {
public:
    struct Term {
        const std::vector<ScheduleRow>& rows;
        Date from, final;
    };
    Spread(const Term& term, Money amount) { over(term, amount); }

    // What the amount leaves after `rest.from`, over the rest of the term; what was earned by then stays (IFRS 16.87).
    void again(const Term& rest, Money amount);
    // Ends with what is earned by then.
    void cut(Date on);
    const RentRun& run() const { return run_; }

private:
    void over(const Term& term, Money amount);

    RentRun run_;
};

}  // namespace leasebook
