#include "domain/life/living.h"

#include <algorithm>

namespace leasebook {

Living::Living(const ContractContent& content, RentRuns runs, std::span<const NumberedEvent> events,
               const BookPolicy& policy)
    : content_(content),
      conditions_(content.conditions),
      runs_(std::move(runs)),
      policy_(policy),
      begins_(content.terms.commencement),
      leaseback_(conditions_.product == Product::SaleLeaseback),
      operating_(conditions_.product == Product::Operating),
      zero_(Money::zero(content.terms.currency)),
      account_(
          content.terms.currency,
          {conditions_.late_interest_daily_rate.value_or(default_late_interest), conditions_.grace_days.value_or(0)},
          policy.allocation),
      earned_(zero_),
      vat_deferred_(zero_),
      rent_earned_(zero_),
      depreciated_(zero_),
      committed_(zero_),
      claimed_(zero_) {
    life_.unapplied = life_.deposit = zero_;
    for (const auto& e : events) {
        if (const auto* taken = std::get_if<ContractTakenOn>(&e.event))
            taken_on_ = taken->status == ContractStatus::Active && begins_ < policy.books_from;
        if (const auto* signing = std::get_if<ContractSigned>(&e.event)) begins_ = std::min(begins_, signing->act.on);
        if (const auto* payment = std::get_if<SupplierPaid>(&e.event)) begins_ = std::min(begins_, payment->act.on);
        if (const auto sale = dealer_sale_in(e.event)) sale_ = *sale;
    }
    if (taken_on_) begins_ = policy.books_from;
    life_.accrued_through = begins_ - std::chrono::days(1);
}

void Living::fact(Rule rule, Date on, int event, int instalment, std::vector<std::pair<Part, Money>> parts) {
    std::erase_if(parts, [](const auto& part) { return part.second.is_zero(); });
    if (!parts.empty()) life_.facts.push_back({rule, on, event, instalment, std::move(parts)});
}

VatTreatment Living::rent_treatment() const {
    return leaseback_ ? VatTreatment::LeasebackInterest : VatTreatment::MovableRent;
}

Money Living::vat_on_top(VatTreatment treatment, Money net, Date on) const {
    const auto rate = vat_rate(policy_.vat_rates, treatment, on);
    return rate ? leasebook::vat_on_top(net, *rate).vat : zero_;
}

Money Living::vat_inside(VatTreatment treatment, Money gross, Date on) const {
    const auto rate = vat_rate(policy_.vat_rates, treatment, on);
    return rate ? leasebook::vat_inside(gross, *rate).vat : zero_;
}

const RunChange& Living::change_of(int event) const {
    const auto found = std::ranges::find(runs_.changes, event, &RunChange::event);
    ensure(found != runs_.changes.end(), "every change that took effect moved the run");
    return *found;
}

Due Living::due(int number, DueKind kind, int event, Date on) const {
    const auto convention = conditions_.business_day;
    const auto collected = [&] {
        const auto& calendar = policy_.calendar(conditions_.calendar ? *conditions_.calendar : default_calendar);
        return calendar.adjust(on, convention);
    };
    const Components none(zero_.currency());
    return {number, kind, event, on, convention == BusinessDay::Unadjusted ? on : collected(),
            none,   none, zero_, {}, zero_};
}

void Living::charge(Due due) {
    const Date on = due.due_date;
    const int number = due.number;
    const auto settled = account_.charge(std::move(due));
    const Money used = settled.rent + settled.charge + settled.late_interest;
    if (used.is_zero()) return;
    paid(on, 0, Part::Cash, zero_, settled, -used);
    life_.facts.back().instalment = number;
}

void Living::paid(Date on, int event, Part source, Money amount, const Settlement& settled, Money unapplied) {
    const Money vat = vat_inside(rent_treatment(), settled.late_interest, on);
    const bool in_charges = operating_;
    fact(Rule::PaymentApplied, on, event, 0,
         {{source, amount},
          {Part::Rent, leaseback_ || in_charges ? zero_ : settled.rent},
          {Part::Principal, leaseback_ ? settled.principal : zero_},
          {Part::Interest, leaseback_ ? settled.interest : zero_},
          {Part::Charge, in_charges ? settled.charge + settled.rent : settled.charge},
          {Part::LateInterest, settled.late_interest - vat},
          {Part::Vat, vat},
          {Part::Unapplied, unapplied}});
}

Money Living::deferred_vat(Date day) const {
    Money vat = zero_, fallen_due = zero_;
    for (const auto& row : runs_.net_investment.rows) {
        if (row.due_date > day) break;
        vat += vat_inside(VatTreatment::LeasebackInterest, row.interest, row.due_date);
        fallen_due += row.interest;
    }
    return vat + vat_inside(VatTreatment::LeasebackInterest, runs_.net_investment.earned_until(day) - fallen_due, day);
}

void Living::accrue(Date day) {
    if (!commenced_ || day < begins_) return;
    life_.accrued_through = day;
    if (operating_) {
        const Money rent = runs_.income.earned_until(day), worn = runs_.wear.earned_until(day);
        fact(Rule::StraightLineRent, day, 0, 0, {{Part::Income, rent - rent_earned_}});
        fact(Rule::Depreciation, day, 0, 0, {{Part::Depreciated, worn - depreciated_}});
        rent_earned_ = rent;
        depreciated_ = worn;
        return;
    }
    const Money earned = runs_.net_investment.earned_until(day);
    if (leaseback_) {
        const Money vat = deferred_vat(day);
        fact(Rule::InterestAccruedLeaseback, day, 0, 0,
             {{Part::Interest, earned - earned_},
              {Part::Income, earned - earned_ - (vat - vat_deferred_)},
              {Part::DeferredVat, vat - vat_deferred_}});
        vat_deferred_ = vat;
    } else {
        fact(Rule::InterestAccrued, day, 0, 0, {{Part::Income, earned - earned_}});
    }
    earned_ = earned;
}

void Living::fall_due(const ScheduleRow& row) {
    const bool billed = row.kind == RowKind::Rent || row.kind == RowKind::Balloon;
    if (!commenced_ || row.due_date < begins_ || !billed) return;
    accrue(row.due_date);
    if (row.rent.is_zero()) return;
    Due rent = due(row.number, row.kind == RowKind::Rent ? DueKind::Rent : DueKind::Balloon, 0, row.due_date);
    rent.owed[ClaimComponent::Interest] = std::min(row.interest, row.rent);
    rent.owed[ClaimComponent::Principal] = row.rent - rent.owed[ClaimComponent::Interest];
    const Money vat = leaseback_ ? vat_inside(VatTreatment::LeasebackInterest, row.interest, row.due_date)
                                 : vat_on_top(VatTreatment::MovableRent, row.rent, row.due_date);
    if (leaseback_) {
        rent.vat_inside = vat;
        fact(Rule::RentDueLeaseback, row.due_date, 0, row.number, {{Part::DeferredVat, vat}, {Part::Vat, vat}});
    } else {
        rent.owed[ClaimComponent::Vat] = vat;
        if (operating_)
            fact(Rule::RentDueOperating, row.due_date, 0, row.number,
                 {{Part::Charge, row.rent + vat}, {Part::AccruedRent, row.rent}, {Part::Vat, vat}});
        else
            fact(Rule::RentDue, row.due_date, 0, row.number, {{Part::Charge, vat}, {Part::Vat, vat}});
    }
    charge(std::move(rent));
}

void Living::take(const NumberedEvent& event) {
    event_ = event.number;
    std::visit([&](const auto& e) { happened(e); }, event.event);
    event_ = 0;
}

Life Living::outcome(Date through) && {
    account_.open_claims(through);  // late interest up to that day
    life_.begins = begins_;
    life_.dues = account_.dues();
    life_.payments = account_.payments();
    life_.unapplied = account_.unapplied();
    life_.runs = std::move(runs_);
    return std::move(life_);
}

}  // namespace leasebook
