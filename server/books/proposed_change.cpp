// What each kind of request leads to: the decisions of domain and pricing, wired to the contract's file.
#include <algorithm>

#include "db/register_store.h"
#include "db/remarketing_store.h"
#include "domain/accounting/share.h"
#include "domain/overloaded.h"
#include "pricing/rent.h"
#include "server/books/servicing.h"

namespace leasebook::server {

namespace {

class Proposer {
public:
    Proposer(db::Connection& connection, const db::ContractFile& file, const BookRules& rules, Act act)
        : connection_(connection),
          file_(file),
          content_(file.contract.content),
          agreed_(*pricing::agreed_schedule(content_.terms, content_.plan, content_.rent)),
          policy_(rules.policy()),
          act_(std::move(act)) {}

    Result<ProposedChange> operator()(const RateResetRequest& r) {
        if (r.rate_start == RateStart::NextPeriod) move_to_next_period();
        const bool linear = content_.plan.structure == Structure::Linear;
        RentIntent intent;
        intent.rule = r.rent_rule.value_or(linear ? RentRule::KeepPrincipal : RentRule::Level);
        intent.new_rate = r.annual_rate;
        return schedule(ScheduleChangeKind::RateReset, intent, wish(r.reason));
    }
    Result<ProposedChange> operator()(const RestructuringRequest& r) {
        RentIntent intent;
        intent.rule = r.rent ? RentRule::Given : RentRule::Level;
        intent.given_rent = r.rent;
        intent.new_rate = r.annual_rate;
        intent.new_periods = r.periods;
        return modification(ScheduleChangeKind::Restructuring, intent, r);
    }
    Result<ProposedChange> operator()(const ExtensionRequest& r) {
        RentIntent intent;
        intent.new_rate = r.annual_rate;
        intent.new_periods = r.periods;
        const auto left = running().rents.size();
        if (static_cast<std::size_t>(r.periods) <= left)
            return invalid("periods", "{0} rents are left: an extension has more.", std::to_string(left));
        return modification(ScheduleChangeKind::Extension, intent, r);
    }
    Result<ProposedChange> operator()(const PaymentHolidayRequest& r) {
        RentIntent intent;
        intent.free_rents = r.free_rents;
        intent.free_interest = r.free_interest;
        if (r.holiday_end == HolidayEnd::ExtendTerm) intent.added_periods = r.free_rents;
        return modification(ScheduleChangeKind::PaymentHoliday, intent, r);
    }
    Result<ProposedChange> operator()(const PartialPrepaymentRequest& r) {
        RentIntent intent;
        const bool linear = content_.plan.structure == Structure::Linear;
        intent.rule = r.keep == PrepaymentKeeps::Rent ? RentRule::KeepRent
                      : linear                        ? RentRule::KeepPrincipal
                                                      : RentRule::Level;
        auto change = wish(r.reason);
        change.repaid = r.amount;
        change.fee = share_of(r.amount, r.fee_rate.value_or(Rate{}));
        return schedule(ScheduleChangeKind::PartialPrepayment, intent, std::move(change));
    }
    Result<ProposedChange> operator()(const AddOnRequest& r);
    Result<ProposedChange> operator()(const AssignmentRequest& r) {
        if (!db::find<Lessee>(connection_, r.lessee))
            return not_found("lessee", "There is no lessee \"{0}\".", shortened(r.lessee.text));
        if (r.lessee == content_.lessee) return invalid("lessee", "This lessee has the contract already.");
        ProposedChange change;
        change.events.push_back(LesseeReplaced{act_, r.lessee, r.reason});
        return change;
    }
    Result<ProposedChange> operator()(const EarlySettlementRequest& r) { return end(EndKind::EarlySettlement, r); }
    Result<ProposedChange> operator()(const BuyOutRequest& r) { return end(EndKind::BuyOut, r); }
    Result<ProposedChange> operator()(const TotalLossRequest& r) { return end(EndKind::TotalLoss, r); }
    Result<ProposedChange> operator()(const RepossessionRequest& r) { return end(EndKind::Repossession, r); }
    Result<ProposedChange> operator()(const WriteOffRequest& r) { return end(EndKind::WriteOff, r); }
    Result<ProposedChange> operator()(const PurchaseRequest& r) { return end(EndKind::Purchase, r); }
    Result<ProposedChange> operator()(const ReturnRequest& r) { return end(EndKind::Return, r); }
    Result<ProposedChange> operator()(const RenewalRequest& r);
    Result<ProposedChange> operator()(const RecoveryRequest& r) {
        auto event = recovered(still_recoverable(life_of(file_, policy_, act_.on), file_.events), act_, r);
        if (!event) return event.errors();
        ProposedChange change;
        change.events.push_back(*std::move(event));
        change.lines.push_back({"amount", r.amount});
        return change;
    }
    Result<ProposedChange> operator()(const ClaimWaiverRequest& r) {
        const Money claim = claim_pursued(life_of(file_, policy_, act_.on), none().currency());
        auto event = given_up(claim, act_, r);
        if (!event) return event.errors();
        ProposedChange change;
        change.events.push_back(*std::move(event));
        change.lines.push_back({"legal_claim", claim});
        return change;
    }
    Result<ProposedChange> operator()(const ResidualImpairmentRequest& r) {
        const auto lease = running();
        const ResidualImpaired wished{act_, lease.unguaranteed_residual - r.unguaranteed_residual, none(), r.reason};
        const auto decided = pricing::decided(lease, content_, wished);
        if (!decided) return decided.errors();
        auto later = with_later(wished);
        if (!later) return later;
        auto change = *std::move(later);
        change.lines = {{"loss", decided->loss}, {"unearned_income", decided->reduction - decided->loss}};
        change.total = decided->reduction;
        return change;
    }
    Result<ProposedChange> operator()(const AssetSaleRequest& r) {
        const auto machines =
            db::off_lease_of(connection_, file_.contract.number, file_.events, policy_.vat_rates, act_.on);
        auto sale = sold(machines, assets_held(file_.events, none().currency()), policy_.vat_rates, act_, r);
        if (!sale) return sale.errors();
        ProposedChange change;
        change.events.push_back(sale->event);
        change.lines = sale->lines;
        change.total = sale->total;
        return change;
    }

private:
    Money none() const { return Money::zero(content_.terms.currency); }
    RunningLease running() const { return running_on(content_, agreed_, file_.events, act_.on); }

    // A wish for a changed schedule without what each kind says.
    ScheduleChanged wish(std::string reason) const {
        return {act_, {}, none(), none(), {}, {}, {}, {}, none(), {}, std::move(reason)};
    }

    void move_to_next_period() {
        const auto lease = running();
        const bool starts_today = lease.since == act_.on;
        if (!starts_today && !lease.rents.empty()) act_.on = lease.rents.front().date;
    }

    Result<ProposedChange> with_later(const ContractEvent& event) const {
        auto events = pricing::with_later_changes({content_, agreed_, file_.events}, event);
        if (!events) return events.errors();
        ProposedChange change;
        change.events = *std::move(events);
        return change;
    }

    Result<ProposedChange> schedule(ScheduleChangeKind kind, const RentIntent& intent, ScheduleChanged change) const {
        change.kind = kind;
        change.intent = intent;
        const auto decided = pricing::decided(running(), content_, change);
        if (!decided) return decided.errors();
        auto later = with_later(change);
        if (!later) return later;
        auto proposed = *std::move(later);
        const auto& event = decided->event;
        proposed.test = decided->test;
        const auto line = [&](const char* name, Money amount) {
            if (!amount.is_zero()) proposed.lines.push_back({name, amount});
        };
        const bool taxed = content_.conditions.product != Product::SaleLeaseback;
        line("repaid", event.repaid);
        line("fee", event.fee);
        line("vat", vat(VatTreatment::ServiceFee, event.fee) +
                        (taxed ? vat(VatTreatment::MovableRent, event.repaid) : none()));
        Money total = none();
        for (const auto& due : proposed.lines) total += due.amount;
        proposed.total = total;
        return proposed;
    }

    // Restructuring, extension, holiday: what is overdue is paid first, or owed with the rest from now on (R-C-03).
    template <class Request>
    Result<ProposedChange> modification(ScheduleChangeKind kind, const RentIntent& intent, const Request& r) const {
        auto change = wish(r.reason);
        change.fee = r.fee;
        auto full = intent;
        full.market_rate = r.market_rate;
        const auto life = life_of(file_, policy_, act_.on);
        Money overdue = none(), open = none();
        for (const auto& due : life.dues) {
            if (due.kind != DueKind::Rent && due.kind != DueKind::Balloon) continue;
            const Money rent = due.open(ClaimComponent::Interest) + due.open(ClaimComponent::Principal);
            open += rent;
            if (due.collection_date < act_.on) overdue += rent;
        }
        if (!overdue.is_zero() && r.overdue_rents == OverdueRents::MustBePaid)
            return invalid("overdue_rents",
                           "Rents of {0} are overdue. They must be paid first, or capitalised: owed with the rest.",
                           to_text(overdue));
        if (!overdue.is_zero()) change.capitalised = open;
        return schedule(kind, full, std::move(change));
    }

    Money vat(VatTreatment treatment, Money net) const {
        const auto rate = vat_rate(policy_.vat_rates, treatment, act_.on);
        return rate ? share_of(net, *rate) : none();
    }

    // What stands in the books for the lease, told by an end that leaves nothing in its place.
    Money carrying(EndKind kind) const {
        auto trial = file_;
        const Money zero = none();
        trial.events.push_back({file_.contract.version + 1,
                                ContractEnded{act_, kind, zero, zero, zero, zero, zero, zero, zero, "?", zero}});
        const auto life = life_of(trial, policy_, act_.on);
        Money difference = zero;
        for (const auto& fact : life.facts)
            if (fact.event == file_.contract.version + 1)
                for (const auto& [part, amount] : fact.parts)
                    if (part == Part::Difference || part == Part::Income) difference += amount;
        return -difference;
    }

    // Of the contract in the ledger, whoever posted it.
    Money allowance() const {
        Money sum = none();
        for (const auto& posted : db::entries_of(connection_, file_.contract.number))
            for (const auto& line : posted.entry.lines)
                if (line.account == Account::LossAllowance) sum -= line.amount;
        return sum;
    }

    template <class Request>
    Result<ProposedChange> end(EndKind kind, const Request& request) const {
        const auto life = life_of(file_, policy_, act_.on);
        const auto lease = running();
        auto outcome = ending({content_, life, lease, policy_.vat_rates, carrying(kind), allowance()}, act_, request);
        if (!outcome) return outcome.errors();
        ProposedChange change;
        change.events.push_back(outcome->event);
        if (outcome->insurance) change.events.push_back(*outcome->insurance);
        change.lines = outcome->lines;
        change.total = outcome->total;
        return change;
    }

    // A lease from that day on like this one, for other money.
    Result<ContractContent> like_this(Money financed, std::optional<Rate> rate, int periods) const {
        ContractContent content{content_.lessee, content_.supplier, content_.terms, {}, none()};
        content.conditions.product = content_.conditions.product;
        auto& terms = content.terms;
        terms.financed_amount = financed;
        terms.annual_rate = rate.value_or(running().terms.annual_rate);
        terms.periods = periods;
        terms.commencement = act_.on;
        const auto coming = running().rents;
        terms.first_rent_date = terms.timing == Timing::Advance ? act_.on
                                : coming.empty()                ? add_months(act_.on, terms.period_months)
                                                                : coming.front().date;
        terms.balloon = terms.guaranteed_residual = terms.unguaranteed_residual = none();
        auto checked = validated(terms);
        if (!checked) return checked.errors();
        const auto rent = pricing::agreed_rent(terms, content.plan);
        if (!rent) return rent.errors();
        content.rent = *rent;
        return content;
    }

    db::Connection& connection_;
    const db::ContractFile& file_;
    const ContractContent& content_;
    const Schedule agreed_;
    const BookPolicy& policy_;
    Act act_;
};

Result<ProposedChange> Proposer::operator()(const AddOnRequest& r) {
    const auto lease = running();
    const int periods = r.periods.value_or(static_cast<int>(lease.rents.size()));
    const auto content = like_this(r.financed_amount, r.annual_rate, periods);
    if (!content) return content.errors();
    if (!db::find<AssetClass>(connection_, r.asset_class))
        return not_found("asset_class", "There is no asset class \"{0}\".", shortened(r.asset_class.text));
    ProposedChange change;
    change.add_on = LeaseEntry{content->lessee, content->supplier, r.asset_class,      r.serial_number, {},
                               content->terms,  content->plan,     content->conditions};
    change.events.push_back(AddOnWritten{act_, ContractNumber{"-"}});
    const Money rent = lease.rents.empty() ? none() : lease.rents.front().amount;
    change.lines = {{"rent", rent}, {"add_on_rent", content->rent}};
    change.total = rent + content->rent;
    return change;
}

Result<ProposedChange> Proposer::operator()(const RenewalRequest& r) {
    auto outcome = end(EndKind::Renewal, r);
    if (!outcome) return outcome;
    auto change = *std::move(outcome);
    auto content = like_this(*change.total, r.annual_rate, r.periods);
    if (!content) return content.errors();
    change.renewal = *std::move(content);
    change.renewal->renewal_of = file_.contract.number;
    return change;
}

}  // namespace

Result<ProposedChange> proposed(db::Connection& connection, const db::ContractFile& file, const ChangeRequest& request,
                                const BookRules& rules, const std::string& by) {
    Proposer proposer(connection, file, rules, {by, effective_date(request)});
    return std::visit(proposer, request);
}

}  // namespace leasebook::server
