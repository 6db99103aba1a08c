#include "server/quote_request.h"

#include <algorithm>

#include "server/record_json.h"

namespace leasebook::server {

namespace {

using pricing::SolveFor;

void contradiction(Errors& errors, bool both, const char* field, const char* other) {
    if (both)
        errors.push_back(
            invalid(field, "{0} and {1} are both given: leave one out.", std::string(field), std::string(other)));
}

Date first_rent_date(const QuoteFields& q) {
    if (q.first_rent_date) return *q.first_rent_date;
    const int months = std::clamp(q.period_months, 1, 12);  // any other is refused by the terms
    return q.timing == Timing::Advance ? q.commencement : due_dates(q.commencement, 2, months, true).back();
}

LeaseTerms terms_of(const QuoteFields& q) {
    return {q.currency,
            q.financed_amount.value_or(Money::zero(q.currency)),
            q.annual_rate.value_or(Rate{}),
            q.commencement,
            first_rent_date(q),
            q.periods,
            q.period_months,
            q.timing,
            q.day_count,
            q.balloon,
            q.guaranteed_residual,
            q.unguaranteed_residual};
}

void check_terms(const QuoteFields& q, Errors& errors) {
    auto terms = terms_of(q);
    if (!q.financed_amount) terms.financed_amount = Money::minor(largest_amount, q.currency);  // asked for elsewhere
    if (const auto valid = validated(terms); !valid)
        for (auto& error : in_request_names(valid.errors())) errors.push_back(std::move(error));
    const std::pair<const char*, Money> amounts[] = {{"initial_direct_costs", q.initial_direct_costs},
                                                     {"upfront_fee", q.upfront_fee},
                                                     {"security_deposit", q.security_deposit},
                                                     {"subsidy", q.subsidy}};
    for (const auto& [field, amount] : amounts)
        if (amount.is_negative()) errors.push_back(invalid(field, "This amount cannot be negative."));
    if (q.rent && *q.rent <= Money::zero(q.currency))
        errors.push_back(invalid("rent", "The rent is an amount in {0} above zero.", q.currency.text()));
}

bool is_floating(const QuoteFields& q) { return q.rate_type == "floating"; }

void check_rate(const QuoteFields& q, Errors& errors) {
    if (q.rate_type && *q.rate_type != "fixed" && !is_floating(q))
        errors.push_back(invalid("rate.type", "A rate is fixed or floating, not \"{0}\".", shortened(*q.rate_type)));
    if (is_floating(q)) {
        if (q.annual_rate)
            errors.push_back(
                invalid("rate.annual", "A floating rate is the index and a spread: leave the annual rate out."));
        if (!q.rate_spread) errors.push_back(invalid("rate.spread", "This field cannot be empty."));
        if (q.solve_for == SolveFor::Rate)
            errors.push_back(
                invalid("solve_for", "A floating rate is the index and a spread for life: it cannot be solved for."));
        if (q.target_yield)
            errors.push_back(invalid("target_yield", "A yield can be aimed at only with a fixed rate."));
        return;
    }
    const std::pair<const char*, bool> floating_only[] = {
        {"rate.index", q.rate_index.has_value()},       {"rate.spread", q.rate_spread.has_value()},
        {"rate.reset", q.rate_reset.has_value()},       {"rate.fixing", q.rate_fixing.has_value()},
        {"rate.cap", q.rate_cap.has_value()},           {"rate.floor", q.rate_floor.has_value()},
        {"rate.lag_days", q.rate_lag_days.has_value()}, {"rate.direction", q.rate_direction.has_value()},
        {"rate.effect", q.rate_effect.has_value()},     {"rate.after_reset", q.rate_after_reset.has_value()}};
    for (const auto& [field, given] : floating_only)
        if (given)
            errors.push_back(invalid(field, "This belongs to a floating rate: choose that type, or leave it out."));
}

pricing::FloatingTerms floating_terms(const QuoteFields& q) {
    pricing::FloatingTerms floating;
    floating.index = q.rate_index.value_or(floating.index);
    floating.spread = q.rate_spread.value_or(Rate{});
    floating.reset = q.rate_reset.value_or(floating.reset);
    floating.lag_days = q.rate_lag_days.value_or(0);
    floating.cap = q.rate_cap;
    floating.floor = q.rate_floor;
    floating.direction = q.rate_direction.value_or(floating.direction);
    floating.effect = q.rate_effect.value_or(floating.effect);
    floating.after_reset = q.rate_after_reset;
    floating.fixing = q.rate_fixing;
    return floating;
}

}  // namespace

Errors in_request_names(Errors errors) {
    for (auto& error : errors)
        if (error.field == "annual_rate") error.field = "rate.annual";
    return errors;
}

Errors check(const QuoteFields& q, const Errors& unread) {
    auto errors = check(q);
    std::erase_if(errors, [&](const Error& error) {
        if (error.field == "first_rent_date")
            return names_field(unread, "commencement") || names_field(unread, "timing");
        const bool about_the_unknown = error.field == "rate.annual" || error.field == "rent" ||
                                       error.field == "target_yield" || error.field == "financed_amount";
        return about_the_unknown &&
               (names_field(unread, "solve_for") || names_field(unread, "target_yield") || names_field(unread, "rent"));
    });
    return errors;
}

Errors check(const QuoteFields& q) {
    Errors errors;
    const bool has_rate = q.annual_rate.has_value();
    if (q.target_yield && q.solve_for != SolveFor::Rent)
        errors.push_back(invalid("target_yield", "A target yield goes with solving for the rent."));
    if (q.solve_for == SolveFor::Rent) {
        contradiction(errors, q.rent && has_rate, "rent", "rate");
        contradiction(errors, q.rent && !has_rate, "rent", "solve_for");
        contradiction(errors, q.target_yield && has_rate, "target_yield", "rate");
        if (!has_rate && !q.target_yield && !q.rent && !is_floating(q))
            errors.push_back(invalid("rate.annual", "This field cannot be empty."));
    } else if (!q.rent && q.structure != Structure::Custom) {
        errors.push_back(invalid("rent", "The rent is needed to solve for {0}.", to_text(q.solve_for)));
    }
    contradiction(errors, q.solve_for == SolveFor::Rate && has_rate, "rate.annual", "solve_for");
    contradiction(errors, q.solve_for == SolveFor::FinancedAmount && q.financed_amount, "financed_amount", "solve_for");
    contradiction(errors, q.solve_for == SolveFor::Balloon && !q.balloon.is_zero(), "balloon", "solve_for");
    contradiction(errors, q.solve_for == SolveFor::Residual && !q.unguaranteed_residual.is_zero(),
                  "unguaranteed_residual", "solve_for");
    if (q.solve_for != SolveFor::Rent && q.solve_for != SolveFor::Rate && !has_rate && !is_floating(q))
        errors.push_back(invalid("rate.annual", "This field cannot be empty."));
    if (q.solve_for != SolveFor::FinancedAmount && !q.financed_amount)
        errors.push_back(invalid("financed_amount", "This field cannot be empty."));
    check_rate(q, errors);
    check_terms(q, errors);
    return errors;
}

namespace {

// "steps[0].factor" … out of the fields, one small Fields an element, in the order of the indices.
std::vector<Fields> take_list(Fields& fields, const std::string& name) {
    const auto opening = name + "[";
    std::map<std::int64_t, Fields> elements;
    for (auto it = fields.lower_bound(opening); it != fields.end() && it->first.starts_with(opening);) {
        const auto close = it->first.find(']');
        if (close == std::string::npos) {
            ++it;
            continue;
        }
        const auto index =
            parse_integer(std::string_view(it->first).substr(opening.size(), close - opening.size()), 0, 100'000);
        const auto member = close + 2 <= it->first.size() ? it->first.substr(close + 2) : std::string{};
        elements[index.value_or(100'000)][member] = it->second;
        it = fields.erase(it);
    }
    std::vector<Fields> list;
    for (auto& [index, element] : elements) list.push_back(std::move(element));
    return list;
}

// Reads one element through a list of its own and says which element an error belongs to.
template <class F>
void read_element(const Fields& element, const std::string& place, Currency currency, Errors& errors, F visit) {
    FieldReader reader(element, currency);
    visit(reader);
    for (auto error : reader.errors(true)) {
        error.field = place + (error.field.empty() ? "" : "." + error.field);
        errors.push_back(std::move(error));
    }
}

// A list that came as one text, as forms and contracts write it: "13:0.80;25:0.60".
template <class T, class Parse>
void take_text(Fields& fields, const char* name, std::vector<T>& list, Errors& errors, Parse parse) {
    const auto text = fields.extract(name);
    if (!text) return;
    auto parsed = parse(text.mapped());
    if (parsed)
        list = *std::move(parsed);
    else
        errors.insert(errors.end(), parsed.errors().begin(), parsed.errors().end());
}

RentPlan take_plan(Fields& fields, Errors& errors) {
    const auto given = fields.find("currency");
    const auto currency = given == fields.end() ? Result<Currency>(CNY) : parse_currency(given->second);
    const auto money_in = currency ? *currency : CNY;
    RentPlan plan;
    take_text(fields, "steps", plan.steps, errors, [](const auto& text) { return parse_steps(text, "steps"); });
    take_text(fields, "skip_months", plan.skip_months, errors,
              [](const auto& text) { return parse_months(text, "skip_months"); });
    take_text(fields, "rents", plan.rents, errors,
              [&](const auto& text) { return parse_rents(text, money_in, "rents"); });
    const auto place = [](const char* name, std::size_t i) {
        return std::string(name) + "[" + std::to_string(i) + "]";
    };
    for (const auto& element : take_list(fields, "steps")) {
        RentStep step;
        read_element(element, place("steps", plan.steps.size()), money_in, errors, [&](FieldReader& r) {
            r("from_period", step.from_period);
            r("factor", step.factor);
        });
        plan.steps.push_back(step);
    }
    for (const auto& element : take_list(fields, "skip_months")) {
        int month = 0;
        read_element(element, place("skip_months", plan.skip_months.size()), money_in, errors,
                     [&](FieldReader& r) { r("", month); });
        plan.skip_months.push_back(month);
    }
    for (const auto& element : take_list(fields, "rents")) {
        Date due;
        Money amount = Money::zero(money_in);
        read_element(element, place("rents", plan.rents.size()), money_in, errors, [&](FieldReader& r) {
            r("date", due);
            r("amount", amount);
        });
        plan.rents.push_back({due, amount});
    }
    return plan;
}

PricingRequest assembled(const QuoteFields& q, RentPlan plan) {
    PricingRequest request;
    auto& quote = request.quote;
    quote.terms = terms_of(q);
    plan.structure = q.structure;
    plan.interest_only_periods = q.interest_only_periods;
    plan.rents_up_front = q.rents_up_front;
    quote.plan = std::move(plan);
    quote.solve_for = q.solve_for;
    quote.rent = q.rent;
    quote.target_yield = q.target_yield;
    quote.initial_direct_costs = q.initial_direct_costs;
    quote.upfront_fee = q.upfront_fee;
    quote.security_deposit = q.security_deposit;
    quote.deposit_use = q.deposit_use;
    quote.subsidy = q.subsidy;
    if (is_floating(q)) quote.floating = floating_terms(q);
    request.collection.convention = q.business_day.value_or(request.collection.convention);
    request.collection.calendar = q.calendar.value_or(request.collection.calendar);
    request.curve = q.curve.value_or(q.currency.text());
    request.as_of = q.as_of;
    return request;
}

std::string reset_json(const pricing::RateReset& reset) {
    RecordJson out;
    out("date", reset.date);
    out("observed", reset.observed);
    out("published", reset.published);
    out("index", reset.index);
    out("rate", reset.rate);
    out.with("projected", reset.projected ? "true" : "false");
    return out.object();
}

template <class T>
std::string optional_text(const std::optional<T>& value) {
    return value ? json_string(to_text(*value)) : "null";
}

}  // namespace

Result<PricingRequest> read_pricing_request(Fields fields) {
    Errors errors;
    auto plan = take_plan(fields, errors);
    const auto read = read_record<QuoteFields>(fields);
    if (!read) errors.insert(errors.end(), read.errors().begin(), read.errors().end());
    if (!errors.empty()) return errors;
    return assembled(*read, std::move(plan));
}

Result<PricingRequest> read_pricing_request(JsonFields json) {
    NumberCheck numbers(json);
    const QuoteFields shape;
    visit_fields(shape, numbers);
    auto& errors = numbers.errors;
    for (const auto& name : json.numbers)
        if (name.starts_with("rents[") || name.ends_with(".factor"))
            errors.push_back(invalid(name, "Write this as a string: \"1234567.89\", not as a number."));
    auto request = read_pricing_request(std::move(json.fields));
    if (errors.empty()) return request;
    if (!request) errors.insert(errors.end(), request.errors().begin(), request.errors().end());
    return errors;
}

std::string quote_json(const pricing::Quote& quote, const std::vector<Date>& pay_dates, const Errors& curve_errors) {
    constexpr std::size_t of_a_row = 240, of_the_rest = 3'000;
    RecordJson out(quote.schedule.rows.size() * of_a_row + of_the_rest);
    append_schedule_json(out.member("schedule"), quote.schedule.rows, pay_dates);
    out.with("totals", totals_json(quote.totals));
    out.with("terms", record_json(quote.terms));
    out("rent", quote.rent);
    out("nominal_rate", quote.nominal_rate);
    out("implicit_rate", quote.implicit_rate);
    out("ifrs16_rate", quote.ifrs16_rate);
    out("customer_rate", quote.customer_rate);
    out.with("irr_periodic", optional_text(quote.irr_periodic));
    out("npv", quote.npv);
    out("pv01", quote.pv01);
    out.with("modified_duration", optional_text(quote.modified_duration));
    out.with("weighted_average_life", json_string(to_text(quote.weighted_average_life)));
    out("spread_over_curve", quote.spread_over_curve);
    out.with("key_rate_deltas", json_array(quote.key_rate_deltas, [](const pricing::KeyRateDelta& delta) {
                 RecordJson d;
                 d("tenor", to_text(delta.tenor));
                 d("value", delta.value);
                 return d.object();
             }));
    out.with("snapshot", quote.snapshot.empty() ? "null" : json_string(quote.snapshot));
    out.with("resets", json_array(quote.resets, reset_json));
    out.with("row_rates", json_array(quote.row_rates, [](Rate rate) { return json_string(to_text(rate)); }));
    auto warnings = quote.warnings;
    warnings.insert(warnings.end(), curve_errors.begin(), curve_errors.end());
    out.with("warnings", json_array(warnings, [](const Error& e) { return json_string(message(e)); }));
    return out.object();
}

}  // namespace leasebook::server
