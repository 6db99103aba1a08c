#include "domain/life/rent_run.h"

#include <algorithm>
#include <set>

#include "domain/accounting/share.h"
#include "domain/life/spread.h"

namespace leasebook {

namespace {

Money interest_between(Money balance, Rate rate, DayCount day_count, Date from, Date to) {
    return interest(balance, rate, year_fraction(day_count, from, to));
}

// The run while it is built: what a change has to know of the point it takes effect at.
class Runner {
public:
    Runner(Date start, Money balance, Rate rate, DayCount day_count)
        : start_(start), initial_(balance), rate_(rate), day_count_(day_count) {}

    // Takes the rows as they are; their interest is earned from due date to due date.
    void follow(const std::vector<ScheduleRow>& rows, Date from, Money carried) {
        for (const auto& row : rows) {
            run_.rows.push_back(row);
            run_.rows.back().number = static_cast<int>(run_.rows.size());
            const Money earned = row.interest - carried;
            carried = Money::zero(earned.currency());
            if (row.due_date > from || !earned.is_zero()) run_.earned.push_back({from, row.due_date, earned});
            from = row.due_date;
        }
    }

    // Drops what falls due after the day, and answers the interest of the period under way up to it.
    Money cut(Date on) {
        std::erase_if(run_.rows, [&](const ScheduleRow& row) { return row.due_date > on; });
        const Date since = drop_spans_after(on);
        if (since < on) run_.earned.push_back({since, on, interest_between(balance(), rate_, day_count_, since, on)});
        return carried();
    }

    // The last span, where it ends on that day without a rent.
    Money stub(Date on) const {
        const Money none = Money::zero(initial_.currency());
        return run_.earned.empty() || run_.earned.back().to != on ? none : run_.earned.back().amount;
    }

    // Interest earned since the last due date.
    Money carried() const {
        Date last_due = start_;
        for (const auto& row : run_.rows)
            if (row.kind != RowKind::Prepayment) last_due = row.due_date;
        Money carried = Money::zero(initial_.currency());
        for (const auto& span : run_.earned)
            if (span.from >= last_due && span.to > last_due) carried += span.amount;
        return carried;
    }

    // Also a modification loss of the net investment, which repays nothing but lowers it as if.
    void prepay(Date on, Money repaid) {
        if (repaid.is_zero()) return;
        const Money opening = balance(), none = Money::zero(repaid.currency());
        run_.rows.push_back({static_cast<int>(run_.rows.size()) + 1, on, opening, repaid, none, repaid,
                             opening - repaid, RowKind::Prepayment});
    }

    // Lets the balance run down by these payments; the last one's interest takes the rounding.
    void run_down(Date from, Rate rate, const std::vector<ScheduleRow>& payments, Money carried) {
        rate_ = rate;
        Money open = balance();
        std::vector<ScheduleRow> rows;
        Date previous = from;
        Money brought = carried;
        for (const auto& payment : payments) {
            const bool last = &payment == &payments.back();
            const Money earned = last ? payment.rent - open
                                      : brought + interest_between(open, rate, day_count_, previous, payment.due_date);
            rows.push_back({payment.number, payment.due_date, open, payment.rent, earned, payment.rent - earned,
                            open - (payment.rent - earned), payment.kind});
            open = rows.back().closing;
            previous = payment.due_date;
            brought = Money::zero(open.currency());
        }
        follow(rows, from, carried);
    }

    // What is earned by the due date or change before the day is final; answers when that was.
    Date drop_spans_after(Date on) {
        std::erase_if(run_.earned, [&](const Earned& span) { return span.to > on; });
        return run_.earned.empty() ? start_ : std::max(start_, run_.earned.back().to);
    }

    void drop_residuals() {
        std::erase_if(run_.rows, [](const ScheduleRow& row) {
            return row.kind == RowKind::GuaranteedResidual || row.kind == RowKind::UnguaranteedResidual;
        });
    }

    void rate(Rate rate) { rate_ = rate; }
    Money balance() const { return run_.rows.empty() ? initial_ : run_.rows.back().closing; }
    const RentRun& run() const { return run_; }

private:
    Date start_;
    Money initial_;
    Rate rate_;
    DayCount day_count_;
    RentRun run_;
};

struct ToCome {
    Money gross, unguaranteed;
};
ToCome to_come(const std::vector<ScheduleRow>& rows, Date after, Currency currency) {
    ToCome sum{Money::zero(currency), Money::zero(currency)};
    for (const auto& row : rows) {
        if (row.due_date <= after || row.kind == RowKind::Prepayment) continue;
        (row.kind == RowKind::UnguaranteedResidual ? sum.unguaranteed : sum.gross) += row.rent;
    }
    return sum;
}

Money total(const std::vector<Earned>& spans, Currency currency) {
    Money sum = Money::zero(currency);
    for (const auto& span : spans) sum += span.amount;
    return sum;
}

std::vector<ScheduleRow> rows_after(const std::vector<ScheduleRow>& rows, Date day) {
    std::vector<ScheduleRow> later;
    std::ranges::copy_if(rows, std::back_inserter(later),
                         [&](const ScheduleRow& row) { return row.due_date > day && row.kind != RowKind::Prepayment; });
    return later;
}

// All that an operating lease bills from first to last, prepayments included.
Money billed(const std::vector<ScheduleRow>& rows, Currency currency) {
    Money sum = Money::zero(currency);
    for (const auto& row : rows)
        if (row.kind == RowKind::Rent || row.kind == RowKind::Balloon || row.kind == RowKind::Prepayment)
            sum += row.rent;
    return sum;
}

// Fair value and direct costs less fees that are part of the yield (R-D-04, R-D-05); of a dealer's sale its revenue and
// what the residual is worth, direct costs being an expense (IFRS 16.71-74).
Money initial_net_investment(const ContractContent& content, const DealerSaleRecord& sale) {
    const auto& conditions = content.conditions;
    if (sale.sale_revenue)
        return *sale.sale_revenue + *conditions.goods_carrying_amount - *sale.cost_of_sale - conditions.upfront_fee;
    return content.terms.financed_amount + conditions.initial_direct_costs - conditions.upfront_fee;
}

// Both runs side by side, moved on by one event after the other.
class Runs {
public:
    Runs(const ContractContent& content, const Schedule& agreed, std::optional<Rate> implicit_rate,
         const DealerSaleRecord& sale)
        : terms_(content.terms),
          worn_(content.terms.financed_amount + content.conditions.initial_direct_costs -
                content.terms.guaranteed_residual - content.terms.unguaranteed_residual),
          final_(final_date(content.terms, content.plan)),
          initial_(initial_net_investment(content, sale)),
          account_(terms_.commencement, terms_.financed_amount, terms_.annual_rate, terms_.day_count),
          investment_(terms_.commencement, initial_, implicit_rate.value_or(terms_.annual_rate), terms_.day_count),
          implicit_rate_(implicit_rate.value_or(terms_.annual_rate)),
          apart_(implicit_rate.has_value()) {
        if (content.conditions.product == Product::Operating) {
            const Spread::Term term{agreed.rows, terms_.commencement, final_};
            income_.emplace(term, billed(agreed.rows, terms_.currency));
            wear_.emplace(term, worn_);
        }
        account_.follow(agreed.rows, terms_.commencement, zero());
        if (apart_)
            investment_.run_down(terms_.commencement, implicit_rate_, agreed.rows, zero());
        else
            investment_ = account_;
    }

    void take(int number, const ScheduleChanged& e) {
        const Date on = e.act.on;
        const auto before = to_come(investment_.run().rows, on, terms_.currency);
        const Money interest_before = total(investment_.run().earned, terms_.currency);
        const Money carried = account_.cut(on);
        const Money repaid = e.repaid - in_currency(terms_.currency, e.capitalised);
        account_.prepay(on, repaid);
        account_.follow(rows_from(on, e, carried), on, carried);
        account_.rate(e.annual_rate);
        apart_ = apart_ || e.implicit_rate || !e.modification_gain.is_zero();
        if (apart_) {
            const Money earned = investment_.cut(on);
            investment_.prepay(on, repaid);
            investment_.prepay(on, -e.modification_gain);
            implicit_rate_ = e.implicit_rate.value_or(e.annual_rate);
            investment_.run_down(on, implicit_rate_, payments_after(on), earned);
        } else {
            investment_ = account_;
        }
        note(number, on, before, interest_before);
        terms_.annual_rate = e.annual_rate;
        final_ = e.final;
        if (!income_) return;
        const auto& rows = account_.run().rows;
        income_->again({rows, on, final_}, billed(rows, terms_.currency));
        wear_->again({rows, on, final_}, worn_);
    }

    void take(int number, const ResidualImpaired& e) {
        const Date on = e.act.on;
        const auto before = to_come(investment_.run().rows, on, terms_.currency);
        const Money interest_before = total(investment_.run().earned, terms_.currency);
        apart_ = true;
        impaired_ += e.reduction;
        const Money earned = investment_.cut(on);
        investment_.prepay(on, e.loss);
        investment_.run_down(on, implicit_rate_, payments_after(on), earned);
        note(number, on, before, interest_before);
    }

    void end(int number, Date on) {
        const Money interest = total(investment_.run().earned, terms_.currency);
        const auto whole = to_come(investment_.run().rows, terms_.commencement - std::chrono::days(1), terms_.currency);
        // Nobody pays the residuals when they fall due: the machine stands for them until the end.
        for (auto* runner : {&account_, &investment_}) runner->drop_residuals();
        // What was earned up to the end stays earned by its share of the period, as it was accrued.
        for (auto* runner : {&account_, &investment_}) {
            const Money earned = runner->run().earned_until(on);
            runner->cut(on);
            ends_.push_back(earned);
        }
        const auto left = to_come(investment_.run().rows, terms_.commencement - std::chrono::days(1), terms_.currency);
        changes_.push_back(
            {number, left.gross - whole.gross, left.unguaranteed - whole.unguaranteed, ends_.back() - interest});
        if (!income_) return;
        income_->cut(on);
        wear_->cut(on);
    }

    RunningLease running(Date on) && {
        RunningLease lease{terms_, {}, {}, on, {}, final_, {}, {}, implicit_rate_, apart_, {}};
        for (const auto& row : account_.run().rows)
            if (row.due_date > on && row.kind == RowKind::Rent) lease.rents.push_back({row.due_date, row.rent});
        lease.since = account_.drop_spans_after(on);
        lease.carried = account_.cut(on);
        lease.terms.financed_amount = account_.balance();
        lease.terms.commencement = on;
        lease.net_carried = investment_.cut(on);
        lease.net_investment = investment_.balance();
        lease.unguaranteed_residual = terms_.unguaranteed_residual - impaired_;
        lease.brought = lease.since == on ? lease.carried : lease.carried - account_.stub(on);
        return lease;
    }

    RentRuns outcome() && {
        RentRuns runs{account_.run(), investment_.run(), std::move(changes_), initial_, {}, {}};
        if (income_) {
            runs.income = income_->run();
            runs.wear = wear_->run();
        }
        if (!ends_.empty()) {
            settle(runs.account, ends_[0]);
            settle(runs.net_investment, ends_[1]);
        }
        return runs;
    }

private:
    Money zero() const { return Money::zero(terms_.currency); }

    std::vector<ScheduleRow> rows_from(Date on, const ScheduleChanged& e, Money carried) const {
        LeaseTerms rest = terms_;
        rest.financed_amount = account_.balance();
        rest.commencement = on;
        rest.annual_rate = e.annual_rate;
        const auto schedule = amortise(rest, e.rents, e.final, carried);
        ensure(schedule.has_value(), "the rents of a recorded change repay what was left of the lease");
        return schedule->rows;
    }

    // The payments the net investment waits for: those of the account, less what the residual lost.
    std::vector<ScheduleRow> payments_after(Date on) const {
        auto rows = rows_after(account_.run().rows, on);
        for (auto& row : rows)
            if (row.kind == RowKind::UnguaranteedResidual) row.rent -= impaired_;
        return rows;
    }

    void note(int number, Date on, const ToCome& before, Money interest_before) {
        const auto after = to_come(investment_.run().rows, on, terms_.currency);
        changes_.push_back({number, after.gross - before.gross, after.unguaranteed - before.unguaranteed,
                            total(investment_.run().earned, terms_.currency) - interest_before});
    }

    static void settle(RentRun& run, Money earned) {
        if (run.earned.empty()) return;
        Money sum = Money::zero(earned.currency());
        for (const auto& span : run.earned) sum += span.amount;
        run.earned.back().amount += earned - sum;
    }

    LeaseTerms terms_;
    Money worn_;  // over the whole term
    Date final_;
    Money initial_;
    Runner account_, investment_;
    Rate implicit_rate_;
    bool apart_ = false;  // the net investment no longer equals the account
    Money impaired_ = Money::zero(terms_.currency);
    std::optional<Spread> income_, wear_;  // of an operating lease
    std::vector<RunChange> changes_;
    std::vector<Money> ends_;
};

}  // namespace

Money RentRun::earned_until(Date day) const {
    ensure(!earned.empty(), "a lease earns from its first day");
    Money sum = Money::zero(earned.front().amount.currency());
    for (const auto& span : earned) {
        if (span.to <= day)
            sum += span.amount;
        else if (span.from < day)
            return sum + Money::minor(round_half_away(int128{span.amount.minor_units()} * days_between(span.from, day),
                                                      days_between(span.from, span.to)),
                                      sum.currency());
    }
    return sum;
}

Money RentRun::balance_after(Date day, Money financed) const {
    const auto next = std::ranges::upper_bound(rows, day, {}, &ScheduleRow::due_date);
    return next == rows.begin() ? financed : std::prev(next)->closing;
}

std::optional<DealerSaleRecord> dealer_sale_in(const ContractEvent& event) {
    const auto* activated = std::get_if<ContractActivated>(&event);
    const auto* taken = std::get_if<ContractTakenOn>(&event);
    const auto* sale = activated != nullptr ? &activated->sale : taken != nullptr ? &taken->sale : nullptr;
    return sale != nullptr && sale->sale_revenue ? std::optional(*sale) : std::nullopt;
}

std::optional<int> replaced_by(const ContractEvent& event) {
    if (const auto* change = std::get_if<ScheduleChanged>(&event)) return change->replaces;
    if (const auto* impaired = std::get_if<ResidualImpaired>(&event)) return impaired->replaces;
    return {};
}

std::vector<const NumberedEvent*> effective_order(std::span<const NumberedEvent> events) {
    std::set<int> replaced;
    for (const auto& e : events)
        if (const auto replaces = replaced_by(e.event)) replaced.insert(*replaces);
    std::vector<const NumberedEvent*> order;
    for (const auto& e : events)
        if (!replaced.contains(e.number)) order.push_back(&e);
    std::ranges::stable_sort(order, {}, [](const NumberedEvent* e) { return act_of(e->event).on; });
    return order;
}

namespace {

Runs runs_until(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
                std::optional<Date> until) {
    std::optional<Rate> implicit_rate;
    DealerSaleRecord sale;
    for (const auto& e : events) {
        if (const auto* activated = std::get_if<ContractActivated>(&e.event)) implicit_rate = activated->implicit_rate;
        if (const auto* taken = std::get_if<ContractTakenOn>(&e.event)) implicit_rate = taken->implicit_rate;
        if (const auto made = dealer_sale_in(e.event)) sale = *made;
    }
    Runs runs(content, agreed, implicit_rate, sale);
    for (const auto* e : effective_order(events)) {
        if (until && act_of(e->event).on > *until) continue;
        if (const auto* changed = std::get_if<ScheduleChanged>(&e->event)) runs.take(e->number, *changed);
        if (const auto* impaired = std::get_if<ResidualImpaired>(&e->event)) runs.take(e->number, *impaired);
        if (const auto* ended = std::get_if<ContractEnded>(&e->event)) runs.end(e->number, ended->act.on);
    }
    return runs;
}

}  // namespace

RentRuns run_rents(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
                   std::optional<Date> until) {
    return runs_until(content, agreed, events, until).outcome();
}

RunningLease running_on(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
                        Date on) {
    return runs_until(content, agreed, events, on).running(on);
}

}  // namespace leasebook
