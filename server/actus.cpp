#include "server/actus.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "domain/date.h"
#include "domain/decimal_text.h"
#include "pricing/actus/contract.h"

namespace leasebook::server {

namespace {

using nlohmann::ordered_json;
using namespace pricing::actus;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Result<double> read_number(const std::string& text, const std::string& field) {
    double value = 0;
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto [end, fault] = std::from_chars(begin, text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return invalid(field, "\"{0}\" is not a number.", shortened(text));
    return value;
}

// "07"; -1 when these are not two digits.
int two_digits(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 2 && digit(text[0]) && digit(text[1]) ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

// "T23:59" or "T23:59:59"; T24:00 is the next midnight.
std::optional<std::chrono::seconds> time_of_day(std::string_view clock) {
    const bool has_seconds = clock.size() == 9;
    if ((clock.size() != 6 && !has_seconds) || clock[0] != 'T' || clock[3] != ':' || (has_seconds && clock[6] != ':'))
        return {};
    const int hour = two_digits(clock.substr(1, 2)), minute = two_digits(clock.substr(4, 2));
    const int second = has_seconds ? two_digits(clock.substr(7, 2)) : 0;
    const int seconds = hour * 3600 + minute * 60 + second;
    if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59 || seconds > 86'400) return {};
    return std::chrono::seconds{seconds};
}

// A date alone is its midnight.
Result<Time> read_time(const std::string& text, const std::string& field) {
    const auto day = parse_date(text.substr(0, 10), field);
    if (!day) return day.errors();
    if (text.size() <= 10) return Time{*day};
    const auto clock = time_of_day(std::string_view(text).substr(10));
    if (!clock) return invalid(field, "\"{0}\" is not a time. Write it like 2026-01-15T23:59:59.", shortened(text));
    return Time{*day} + *clock;
}

// "P1ML0": years, months, weeks and days in this order, then the stub.
Result<Cycle> read_cycle(const std::string& text, const std::string& field) {
    constexpr int most = 1'000;
    Cycle cycle;
    std::size_t at = 1;
    bool valid = text.starts_with('P');
    for (const char unit : {'Y', 'M', 'W', 'D'}) {
        const auto end = text.find_first_not_of("0123456789", at);
        if (!valid || end == std::string::npos || text[end] != unit) continue;
        const auto count = parse_integer(std::string_view(text).substr(at, end - at), 0, most);
        valid = count.has_value();
        const int number = static_cast<int>(count.value_or(0));
        (unit == 'Y' || unit == 'M' ? cycle.period.months : cycle.period.days) += number * (unit == 'Y'   ? 12
                                                                                            : unit == 'W' ? 7
                                                                                                          : 1);
        at = end + 1;
    }
    const auto stub = valid ? std::string_view(text).substr(std::min(at, text.size())) : "";
    cycle.long_stub = stub == "L0";
    if ((stub != "L0" && stub != "L1") || cycle.period == Period{})
        return invalid(field, "\"{0}\" is not a cycle. Write it like P1ML0 or P3ML1.", shortened(text));
    return cycle;
}

// Three places for interest, notional and a third that no contract here has; zeros are also written as the letter O.
Result<ScalingEffect> read_scaling_effect(const std::string& text, const std::string& field) {
    const auto marks = [&](std::size_t place, char mark) { return text[place] == mark; };
    bool valid = text.size() == 3;
    for (std::size_t place = 0; valid && place < 3; ++place)
        valid = marks(place, "IN0"[place]) || marks(place, '0') || marks(place, 'O');
    if (!valid)
        return invalid(field, "\"{0}\" is not known here. Use one of: {1}.", shortened(text), "000, I00, 0N0, IN0");
    return ScalingEffect{.interest = marks(0, 'I'), .principal = marks(1, 'N')};
}

// Reads the terms of one case; keeps every fault under the name of the case and the term.
class TermReader {
public:
    TermReader(const ordered_json& terms, std::string prefix, Errors& errors)
        : terms_(terms), prefix_(std::move(prefix)), errors_(errors) {}

    void operator()(const char* name, std::string& into) {
        if (const auto text = text_of(name)) into = *text;
    }
    void operator()(const char* name, std::optional<double>& into) { take(name, into, read_number); }
    void operator()(const char* name, std::optional<Time>& into) { take(name, into, read_time); }
    void operator()(const char* name, std::optional<Cycle>& into) { take(name, into, read_cycle); }
    void operator()(const char* name, ScalingEffect& into) { take(name, into, read_scaling_effect); }
    template <class E>
    void operator()(const char* name, E& into) requires std::is_enum_v<E> {
        take(name, into, [](const std::string& text, const std::string& field) { return parse_named<E>(text, field); });
    }
    template <class E>
    void required(const char* name, E& into) {
        if (!text_of(name)) errors_.push_back(invalid(prefix_ + name, "This field cannot be empty."));
        (*this)(name, into);
    }

private:
    template <class T, class Read>
    void take(const char* name, T& into, Read read) {
        const auto text = text_of(name);
        if (!text) return;
        auto value = read(*text, prefix_ + name);
        if (value)
            into = *value;
        else
            errors_.insert(errors_.end(), value.errors().begin(), value.errors().end());
    }
    // What the term says as text without the blanks around it; nothing when it is left out, null or blank.
    std::optional<std::string> text_of(const char* name) {
        const auto found = terms_.find(name);
        if (found == terms_.end() || found->is_null()) return {};
        if (found->is_structured()) {
            errors_.push_back(invalid(prefix_ + name, "Write one value here."));
            return {};
        }
        const auto text = trimmed(found->is_string() ? found->get<std::string>() : found->dump());
        return text.empty() ? std::nullopt : std::optional(text);
    }

    const ordered_json& terms_;
    std::string prefix_;
    Errors& errors_;
};

void read_choices(TermReader& read, Terms& t) {
    read.required("contractType", t.contract_type);
    read.required("contractRole", t.contract_role);
    read.required("dayCountConvention", t.day_count_convention);
    read("calendar", t.calendar);
    read("businessDayConvention", t.business_day_convention);
    read("endOfMonthConvention", t.end_of_month_convention);
    read("feeBasis", t.fee_basis);
    read("interestCalculationBase", t.interest_calculation_base);
    read("cyclePointOfInterestPayment", t.cycle_point_of_interest_payment);
    read("cyclePointOfRateReset", t.cycle_point_of_rate_reset);
    read("prepaymentEffect", t.prepayment_effect);
    read("penaltyType", t.penalty_type);
    read("scalingEffect", t.scaling_effect);
    read("currency", t.currency);
    read("settlementCurrency", t.settlement_currency);
    read("marketObjectCodeOfRateReset", t.market_object_code_of_rate_reset);
    read("marketObjectCodeOfScalingIndex", t.market_object_code_of_scaling_index);
}

void read_times(TermReader& read, Terms& t) {
    read("statusDate", t.status_date);
    read("initialExchangeDate", t.initial_exchange_date);
    read("maturityDate", t.maturity_date);
    read("amortizationDate", t.amortization_date);
    read("capitalizationEndDate", t.capitalization_end_date);
    read("purchaseDate", t.purchase_date);
    read("terminationDate", t.termination_date);
    read("cycleAnchorDateOfInterestPayment", t.cycle_anchor_date_of_interest_payment);
    read("cycleAnchorDateOfPrincipalRedemption", t.cycle_anchor_date_of_principal_redemption);
    read("cycleAnchorDateOfRateReset", t.cycle_anchor_date_of_rate_reset);
    read("cycleAnchorDateOfScalingIndex", t.cycle_anchor_date_of_scaling_index);
    read("cycleAnchorDateOfFee", t.cycle_anchor_date_of_fee);
    read("cycleAnchorDateOfInterestCalculationBase", t.cycle_anchor_date_of_interest_calculation_base);
    read("cycleOfInterestPayment", t.cycle_of_interest_payment);
    read("cycleOfPrincipalRedemption", t.cycle_of_principal_redemption);
    read("cycleOfRateReset", t.cycle_of_rate_reset);
    read("cycleOfScalingIndex", t.cycle_of_scaling_index);
    read("cycleOfFee", t.cycle_of_fee);
    read("cycleOfInterestCalculationBase", t.cycle_of_interest_calculation_base);
}

void read_amounts(TermReader& read, Terms& t) {
    read("notionalPrincipal", t.notional_principal);
    read("nominalInterestRate", t.nominal_interest_rate);
    read("accruedInterest", t.accrued_interest);
    read("premiumDiscountAtIED", t.premium_discount_at_ied);
    read("nextPrincipalRedemptionPayment", t.next_principal_redemption_payment);
    read("interestCalculationBaseAmount", t.interest_calculation_base_amount);
    read("priceAtPurchaseDate", t.price_at_purchase_date);
    read("priceAtTerminationDate", t.price_at_termination_date);
    read("feeRate", t.fee_rate);
    read("feeAccrued", t.fee_accrued);
    read("penaltyRate", t.penalty_rate);
    read("rateSpread", t.rate_spread);
    read("rateMultiplier", t.rate_multiplier);
    read("nextResetRate", t.next_reset_rate);
    read("lifeCap", t.life_cap);
    read("lifeFloor", t.life_floor);
    read("periodCap", t.period_cap);
    read("periodFloor", t.period_floor);
    read("scalingIndexAtContractDealDate", t.scaling_index_at_contract_deal_date);
    read("notionalScalingMultiplier", t.notional_scaling_multiplier);
    read("interestScalingMultiplier", t.interest_scaling_multiplier);
}

const ordered_json& part_of(const ordered_json& whole, const char* name) {
    static const ordered_json nothing = ordered_json::object();
    const auto found = whole.is_object() ? whole.find(name) : whole.end();
    return whole.is_object() && found != whole.end() ? *found : nothing;
}

// {"timestamp" or "time": …, "value": …}
struct TimedValue {
    std::optional<Time> time;
    std::optional<double> value;
};
TimedValue read_timed_value(const ordered_json& point, const char* time_name, const std::string& prefix,
                            Errors& errors) {
    TimedValue read_value;
    TermReader read(point, prefix, errors);
    read(time_name, read_value.time);
    read("value", read_value.value);
    if (!read_value.time || !read_value.value)
        errors.push_back(invalid(prefix + "value", "This field cannot be empty."));
    return read_value;
}

void read_observations(const ordered_json& all, const std::string& id, Observations& observed, Errors& errors) {
    for (const auto& [code, series] : all.items())
        for (const auto& point : part_of(series, "data")) {
            const auto seen = read_timed_value(point, "timestamp", id + ".dataObserved." + code + ".", errors);
            if (seen.time && seen.value) observed[code][*seen.time] = *seen.value;
        }
}

// Of the events seen, prepayments are those that the terms do not tell.
void read_prepayments(const ordered_json& all, const std::string& id, std::vector<Prepayment>& prepayments,
                      Errors& errors) {
    for (const auto& event : all) {
        const auto& type = part_of(event, "type");
        if (!type.is_string() || type.get<std::string>() != to_text(EventType::Pp)) continue;
        const auto seen = read_timed_value(event, "time", id + ".eventsObserved.", errors);
        if (seen.time && seen.value) prepayments.push_back({*seen.time, std::abs(*seen.value)});
    }
}

Contract read_contract(const ordered_json& whole, const std::string& id, Errors& errors) {
    Contract contract;
    const auto& terms = part_of(whole, "terms");
    if (!terms.is_object() || terms.empty()) {
        errors.push_back(invalid(id + ".terms", "This field cannot be empty."));
        return contract;
    }
    TermReader read(terms, id + ".", errors), read_case(whole, id + ".", errors);
    read_choices(read, contract.terms);
    read_times(read, contract.terms);
    read_amounts(read, contract.terms);
    read_case("to", contract.to);
    read_observations(part_of(whole, "dataObserved"), id, contract.observed, errors);
    read_prepayments(part_of(whole, "eventsObserved"), id, contract.prepayments, errors);
    return contract;
}

// "2013-01-31T00:00", with seconds only when there are some.
std::string time_text(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss clock{time - day};
    const auto padded = [](auto count) { return (count < 10 ? "0" : "") + std::to_string(count); };
    std::string text = to_text(day) + "T" + padded(clock.hours().count()) + ":" + padded(clock.minutes().count());
    if (clock.seconds().count() != 0) text += ":" + padded(clock.seconds().count());
    return text;
}

ordered_json as_json(const Payment& payment) {
    return {{"eventDate", time_text(payment.time)},
            {"eventType", to_text(payment.type)},
            {"payoff", payment.payoff},
            {"currency", payment.currency},
            {"notionalPrincipal", payment.notional_principal},
            {"nominalInterestRate", payment.nominal_interest_rate},
            {"accruedInterest", payment.accrued_interest}};
}

}  // namespace

Result<std::string> actus_events(std::string_view json) {
    const auto cases = ordered_json::parse(json, nullptr, false);
    if (cases.is_discarded()) return invalid("", "This is not JSON text.");
    if (!cases.is_object()) return invalid("", "Send one JSON object.");
    Errors errors;
    auto answer = ordered_json::object();
    for (const auto& [id, whole] : cases.items()) {
        const auto faults_before = errors.size();
        const auto contract = read_contract(whole, id, errors);
        if (errors.size() != faults_before) continue;
        const auto payments = payments_of(contract);
        if (payments) {
            auto& events = answer[id] = ordered_json::array();
            for (const auto& payment : *payments) events.push_back(as_json(payment));
            continue;
        }
        for (auto fault : payments.errors()) {
            fault.field = id + "." + fault.field;
            errors.push_back(std::move(fault));
        }
    }
    if (!errors.empty()) return errors;
    return answer.dump(1) + "\n";
}

}  // namespace leasebook::server
