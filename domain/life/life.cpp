#include "domain/life/life.h"

#include <algorithm>

#include "domain/credit/delinquency.h"
#include "domain/life/lessee_account.h"
#include "domain/life/living.h"
#include "domain/overloaded.h"

namespace leasebook {

namespace {

// In which order things of one day happen: what is charged, then what is paid, then what the end leaves (R-C-02a;
// charging first changes no balance, and spares money the way over the unapplied receipts).
int rank_in_day(const ContractEvent& event) {
    return std::visit(Overloaded{[](const ContractSigned&) { return -2; }, [](const SupplierPaid&) { return -1; },
                                 [](const ContractActivated&) { return -1; }, [](const ContractTakenOn&) { return -1; },
                                 [](const FeeCharged&) { return 1; }, [](const ScheduleChanged&) { return 1; },
                                 [](const ResidualImpaired&) { return 1; }, [](const ContractEnded&) { return 2; },
                                 [](const RecoveryReceived&) { return 4; }, [](const AssetSold&) { return 4; },
                                 [](const ClaimGivenUp&) { return 5; }, [](const AssetLeasedAgain&) { return 5; },
                                 [](const auto&) { return 3; }},
                      event);
}

struct Step {
    Date on;
    int rank = 0;
    const ScheduleRow* row = nullptr;
    const NumberedEvent* event = nullptr;
};

Date end_of_month(Date day) { return add_months(month_start(day), 1) - std::chrono::days(1); }

// A lease that was taken over enters the books on their first day, whenever it was recorded.
Date day_of(const ContractEvent& event, Date begins) {
    return std::holds_alternative<ContractTakenOn>(event) ? begins : act_of(event).on;
}

std::vector<Step> steps_until(const RentRun& account, std::span<const NumberedEvent> events, Date begins,
                              Date through) {
    std::vector<Step> steps;
    steps.reserve(account.rows.size() + events.size());
    for (const auto& row : account.rows)
        if (row.due_date <= through) steps.push_back({row.due_date, 0, &row, nullptr});
    for (const auto* event : effective_order(events))
        if (const Date on = day_of(event->event, begins); on <= through)
            steps.push_back({on, rank_in_day(event->event), nullptr, event});
    std::ranges::stable_sort(steps, {}, [](const Step& step) { return std::pair{step.on, step.rank}; });
    return steps;
}

}  // namespace

Money Life::overdue() const {
    Money sum = unapplied - unapplied;
    for (const auto& due : dues) sum += due.unpaid();
    return sum;
}

Life live(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
          const BookPolicy& policy, Date through) {
    Living living(content, run_rents(content, agreed, events), events, policy);
    const auto steps = steps_until(living.account_run(), events, living.begins(), through);
    Date month_end = end_of_month(living.begins());
    const auto pass_months = [&](Date until) {
        for (; month_end < until; month_end = end_of_month(month_end + std::chrono::days(1))) living.accrue(month_end);
    };
    for (const auto& step : steps) {
        pass_months(step.on);
        if (step.row != nullptr)
            living.fall_due(*step.row);
        else
            living.take(*step.event);
    }
    pass_months(through + std::chrono::days(1));
    return std::move(living).outcome(through);
}

Money net_investment(const ContractContent& content, const Life& life, Date as_of) {
    const Money none = Money::zero(content.terms.currency);
    if (content.conditions.product == Product::Operating) return none;
    Money sum = none;
    for (const auto& due : life.dues)
        if ((due.kind == DueKind::Rent || due.kind == DueKind::Balloon) && due.written_off.is_zero())
            sum += due.open(ClaimComponent::Interest) + due.open(ClaimComponent::Principal);
    if (life.ended_on && *life.ended_on <= as_of) return sum;
    const auto& run = life.runs.net_investment;
    sum += run.balance_after(as_of, life.runs.initial_net_investment) +
           run.earned_until(std::min(as_of, life.accrued_through));
    for (const auto& row : run.rows) {
        if (row.due_date > as_of) break;
        sum -= row.interest;
        const bool residual = row.kind == RowKind::GuaranteedResidual || row.kind == RowKind::UnguaranteedResidual;
        if (residual && row.due_date >= life.begins) sum += row.rent;
    }
    return sum;
}

int days_past_due(const Life& life, Date as_of) {
    std::vector<OpenInstalment> open;
    for (const auto& due : life.dues) open.push_back({due.collection_date, due.unpaid()});
    return days_past_due(open, as_of, Money::zero(life.unapplied.currency()));
}

}  // namespace leasebook
