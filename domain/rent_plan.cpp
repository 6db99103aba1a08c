#include "domain/rent_plan.h"

#include <algorithm>
#include <string>

#include "domain/decimal_text.h"

namespace leasebook {

namespace {

unsigned month_of(Date date) { return static_cast<unsigned>(std::chrono::year_month_day{date}.month()); }

void check_unused(const RentPlan& plan, Errors& errors) {
    const auto refuse = [&](const char* field, bool given, Structure user) {
        if (given && plan.structure != user)
            errors.push_back(
                invalid(field, "Rents of structure \"{0}\" do not use this field.", to_text(plan.structure)));
    };
    refuse("steps", !plan.steps.empty(), Structure::Step);
    refuse("skip_months", !plan.skip_months.empty(), Structure::Seasonal);
    refuse("interest_only_periods", plan.interest_only_periods.value_or(0) != 0, Structure::InterestOnlyThenLevel);
    refuse("rents_up_front", plan.rents_up_front.value_or(0) != 0, Structure::Level);
    refuse("rents", !plan.rents.empty(), Structure::Custom);
}

void check_up_front(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    const int up_front = plan.rents_up_front.value_or(0);
    if (up_front != 0 && terms.timing == Timing::Advance)
        errors.push_back(invalid("rents_up_front", "Rents paid up front go with rents in arrears."));
    if (up_front < 0 || (up_front > 0 && up_front >= terms.periods))
        errors.push_back(invalid("rents_up_front", "Of {0} rents, 0 to {1} can be paid up front.",
                                 std::to_string(terms.periods), std::to_string(terms.periods - 1)));
}

void check_steps(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    if (plan.steps.empty()) errors.push_back(invalid("steps", "Stepped rents need at least one step."));
    int previous = 1;
    for (const auto& step : plan.steps) {
        if (step.from_period <= previous || step.from_period > terms.periods)
            errors.push_back(invalid(
                "steps", "A step begins with a rent from 2 to {0}, each later than the one before; {1} does not.",
                std::to_string(terms.periods), std::to_string(step.from_period)));
        if (step.factor.e10 < 0 || step.factor.e10 > 100 * rate_scale)
            errors.push_back(invalid("steps", "The factor of a step lies between 0 and 100."));
        previous = std::max(previous, step.from_period);
    }
    if (errors.empty() && plan.steps.back().factor.e10 == 0)
        errors.push_back(invalid("steps", "The last rents cannot be zero."));
}

void check_skip_months(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    if (plan.skip_months.empty())
        errors.push_back(invalid("skip_months", "Seasonal rents need at least one month without rent."));
    if (std::ranges::any_of(plan.skip_months, [](int month) { return month < 1 || month > 12; }))
        errors.push_back(invalid("skip_months", "Months are written 1 to 12."));
    const Date last = rent_dates(terms).back();
    if (std::ranges::find(plan.skip_months, static_cast<int>(month_of(last))) != plan.skip_months.end())
        errors.push_back(invalid("skip_months", "The last rent ({0}) falls in a month without rent.", to_text(last)));
}

void check_rents(const RentPlan& plan, const LeaseTerms& terms, Errors& errors) {
    if (plan.rents.size() != static_cast<std::size_t>(terms.periods))
        errors.push_back(invalid("rents", "There are {0} rents for {1} periods.", std::to_string(plan.rents.size()),
                                 std::to_string(terms.periods)));
    Date previous = terms.commencement - std::chrono::days{terms.timing == Timing::Advance ? 1 : 0};
    for (const auto& rent : plan.rents) {
        if (rent.date <= previous || rent.date >= date(2200, 1, 1))
            errors.push_back(invalid(
                "rents", "The rent of {0} is out of order: dates ascend after commencement, up to the year 2199.",
                to_text(rent.date)));
        else if (rent.date > add_months(previous, 24))
            errors.push_back(invalid("rents", "The rent of {0} falls due more than two years after the day before it.",
                                     to_text(rent.date)));
        if (rent.amount.currency() != terms.currency || rent.amount.is_negative())
            errors.push_back(invalid("rents", "Rents are amounts in {0}, not negative.", terms.currency.text()));
        previous = std::max(previous, rent.date);
    }
}

// The text cut at each mark; nothing when there is no text.
std::vector<std::string_view> parts_of(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(mark), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return parts;
}

// Reads each entry of a list with `read`, which answers nothing where the entry is none.
template <class Entry, class Read>
Result<std::vector<Entry>> entries_of(std::string_view text, const Error& refusal, Read read) {
    std::vector<Entry> entries;
    for (const auto part : parts_of(text, ';')) {
        const std::optional<Entry> entry = read(part, parts_of(part, ':'));
        if (entry) {
            entries.push_back(*entry);
            continue;
        }
        auto error = refusal;
        error.arguments = {std::to_string(entries.size() + 1), shortened(part)};
        return error;
    }
    return entries;
}

template <class Entry, class Write>
std::string list_text(const std::vector<Entry>& entries, Write write) {
    std::string text;
    for (const auto& entry : entries) {
        if (!text.empty()) text += ';';
        const auto [first, second] = write(entry);
        text += first;
        if (!second.empty()) text += ':';
        text += second;
    }
    return text;
}

}  // namespace

Result<std::vector<RentStep>> parse_steps(std::string_view text, const std::string& field) {
    const auto refusal =
        invalid(field, "Step {0} (\"{1}\") is not the number of a rent and a factor, such as 13 and 0.80.");
    return entries_of<RentStep>(text, refusal, [](std::string_view, const auto& parts) -> std::optional<RentStep> {
        if (parts.size() != 2) return {};
        const auto from = parse_integer(parts[0], 0, 1'000'000);
        const auto factor = parse_rate(parts[1], "");
        if (!from || !factor) return {};
        return RentStep{static_cast<int>(*from), *factor};
    });
}

Result<std::vector<int>> parse_months(std::string_view text, const std::string& field) {
    const auto refusal = invalid(field, "Month {0} (\"{1}\") is not a whole number from 1 to 12.");
    return entries_of<int>(text, refusal, [](std::string_view part, const auto&) -> std::optional<int> {
        const auto month = parse_integer(part, 1, 12);
        if (!month) return {};
        return static_cast<int>(*month);
    });
}

Result<std::vector<DatedAmount>> parse_rents(std::string_view text, Currency currency, const std::string& field) {
    const auto refusal =
        invalid(field, "Rent {0} (\"{1}\") is not a date and an amount, such as 2026-02-15 and 10000.00.");
    return entries_of<DatedAmount>(text, refusal,
                                   [&](std::string_view, const auto& parts) -> std::optional<DatedAmount> {
                                       if (parts.size() != 2) return {};
                                       const auto due = parse_date(parts[0], "");
                                       const auto amount = parse_money(parts[1], currency, "");
                                       if (!due || !amount) return {};
                                       return DatedAmount{*due, *amount};
                                   });
}

std::string to_text(const std::vector<RentStep>& steps) {
    return list_text(steps, [](const RentStep& step) {
        return std::pair{std::to_string(step.from_period), to_text(step.factor)};
    });
}

std::string to_text(const std::vector<int>& months) {
    return list_text(months, [](int month) { return std::pair{std::to_string(month), std::string{}}; });
}

std::string to_text(const std::vector<DatedAmount>& rents) {
    return list_text(rents, [](const DatedAmount& rent) {
        return std::pair{to_text(rent.date), to_text(rent.amount)};
    });
}

std::vector<Date> rent_dates(const LeaseTerms& terms, const RentPlan& plan) {
    std::vector<Date> dates;
    if (plan.structure == Structure::Custom) {
        for (const auto& rent : plan.rents) dates.push_back(rent.date);
        return dates;
    }
    const int up_front = plan.rents_up_front.value_or(0);
    if (up_front == 0) return rent_dates(terms);
    dates.assign(static_cast<std::size_t>(up_front), terms.commencement);
    for (const Date due : due_dates(terms.first_rent_date, terms.periods - up_front, terms.period_months, true))
        dates.push_back(due);
    return dates;
}

Result<RentPlan> validated(RentPlan plan, const LeaseTerms& terms) {
    Errors errors;
    check_unused(plan, errors);
    if (plan.structure == Structure::Step) check_steps(plan, terms, errors);
    if (plan.structure == Structure::Seasonal) check_skip_months(plan, terms, errors);
    if (plan.structure == Structure::Custom) check_rents(plan, terms, errors);
    const int interest_only = plan.interest_only_periods.value_or(0);
    if (plan.structure == Structure::InterestOnlyThenLevel && (interest_only < 1 || interest_only >= terms.periods))
        errors.push_back(invalid("interest_only_periods", "Interest alone is paid in 1 to {0} periods, not in {1}.",
                                 std::to_string(terms.periods - 1), std::to_string(interest_only)));
    if (plan.structure == Structure::Level) check_up_front(plan, terms, errors);
    if (!errors.empty()) return errors;
    return plan;
}

Date final_date(const LeaseTerms& terms, const RentPlan& plan) {
    if (plan.structure != Structure::Custom) return final_date(terms);
    const Date last = plan.rents.back().date;
    return terms.timing == Timing::Advance ? due_date(last, 1, terms.period_months, true) : last;
}

}  // namespace leasebook
