// The time value of money and depreciation, under the names that spreadsheets and libraries give the functions.
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "pricing/day_counts.h"
#include "pricing/depreciation.h"
#include "pricing/time_value.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;
using pricing::Annuity;
using pricing::TimedFlow;

constexpr double spreadsheet_guess = 0.1;

template <class T>
Result<json> answer(const CaseReader& in, const Result<T>& value) {
    if (!in.errors().empty()) return in.errors();
    if (!value) return value.errors();
    return json(*value);
}

constexpr const char* nper = "nper|periods|n";
constexpr const char* timing = "when|type|timing";

Result<json> pmt(CaseReader& in) {
    const Annuity a{in.number({"rate", 0}), in.number({nper, 1}),       0,
                    in.number({"pv", 2}),   in.number_or({"fv", 3}, 0), in.when({timing, 4})};
    return answer(in, pricing::payment_of(a));
}
Result<json> pv(CaseReader& in) {
    const Annuity a{in.number({"rate", 0}),     in.number({nper, 1}), in.number_or({"pmt", 2}, 0), 0,
                    in.number_or({"fv", 3}, 0), in.when({timing, 4})};
    return answer(in, pricing::present_of(a));
}
Result<json> fv(CaseReader& in) {
    const Annuity a{
        in.number({"rate", 0}), in.number({nper, 1}), in.number_or({"pmt", 2}, 0), in.number_or({"pv", 3}, 0), 0,
        in.when({timing, 4})};
    return answer(in, pricing::future_of(a));
}
Result<json> nper_of(CaseReader& in) {
    const Annuity a{in.number({"rate", 0}), 0, in.number({"pmt", 1}), in.number({"pv", 2}), in.number_or({"fv", 3}, 0),
                    in.when({timing, 4})};
    return answer(in, pricing::periods_of(a));
}
Result<json> rate(CaseReader& in) {
    const Annuity a{0,
                    in.number({nper, 0}),
                    in.number({"pmt", 1}),
                    in.number({"pv", 2}),
                    in.number_or({"fv", 3}, 0),
                    in.when({timing, 4})};
    return answer(in, pricing::rate_of(a, in.number_or({"guess", 5}, spreadsheet_guess)));
}

Annuity annuity_with_period(CaseReader& in) {
    return {in.number({"rate", 0}), in.number({nper, 2}),       0,
            in.number({"pv", 3}),   in.number_or({"fv", 4}, 0), in.when({timing, 5})};
}
Result<json> ipmt(CaseReader& in) {
    const auto a = annuity_with_period(in);
    return answer(in, pricing::interest_part(a, in.number({"per|period", 1})));
}
Result<json> ppmt(CaseReader& in) {
    const auto a = annuity_with_period(in);
    return answer(in, pricing::principal_part(a, in.number({"per|period", 1})));
}

template <auto part>
Result<json> cumulative(CaseReader& in) {
    const Annuity a{in.number({"rate", 0}), in.number({nper, 1}), 0, in.number({"pv", 2}), 0, in.when({timing, 5})};
    return answer(in, part(a, in.whole_number({"start_period|start", 3}), in.whole_number({"end_period|end", 4})));
}

// Interest of a loan repaid in equal parts of principal.
Result<json> ispmt(CaseReader& in) {
    const double r = in.number({"rate", 0}), per = in.number({"per|period", 1}), n = in.number({nper, 2}),
                 present = in.number({"pv", 3});
    if (n == 0) in.refuse(invalid("nper", "The number of periods cannot be zero."));
    return answer(in, Result<double>(present * r * (per / n - 1)));
}

// Either two lists beside each other, or pairs [date, amount], or objects with date and amount.
std::vector<std::pair<Date, double>> dated_flows(CaseReader& in, int values_place, int dates_place) {
    std::vector<std::pair<Date, double>> flows;
    if (in.has({"flows|cashflows"}) && in.raw({"flows|cashflows"}).is_array()) {
        for (const auto& flow : in.raw({"flows|cashflows"})) {
            const bool pair = flow.is_array() && flow.size() == 2, object = flow.is_object();
            const auto day = pair     ? CaseReader::as_date(flow[0])
                             : object ? CaseReader::as_date(flow.value("date", json{}))
                                      : std::nullopt;
            const auto amount = pair     ? CaseReader::as_number(flow[1])
                                : object ? CaseReader::as_number(flow.value("amount", json{}))
                                         : std::nullopt;
            if (!day || !amount) {
                in.refuse(invalid("flows", "A flow is a pair of date and amount: [\"2026-01-15\", \"-1000.00\"]."));
                return {};
            }
            flows.emplace_back(*day, *amount);
        }
    } else {
        const auto amounts = in.numbers({"values|amounts", values_place});
        const auto dates = in.dates({"dates", dates_place});
        if (amounts.size() != dates.size()) in.refuse(invalid("dates", "There are as many dates as amounts."));
        for (std::size_t i = 0; i < std::min(amounts.size(), dates.size()); ++i)
            flows.emplace_back(dates[i], amounts[i]);
    }
    if (flows.empty()) in.refuse(invalid("flows", "This field cannot be empty."));
    std::ranges::stable_sort(flows, {}, &std::pair<Date, double>::first);
    return flows;
}

// Times in years from the first day on, over actual days / 365 unless another day count is asked for.
std::vector<TimedFlow> timed(CaseReader& in, const std::vector<std::pair<Date, double>>& flows) {
    const auto convention =
        pricing::parse_day_counting(in.text_or({"day_count|daycount|convention"}, "ACT/365F"), "day_count");
    if (!convention) in.refuse(convention.error());
    std::vector<TimedFlow> timed_flows;
    if (!convention) return timed_flows;
    const auto calendar = in.calendar();
    for (const auto& [day, amount] : flows) {
        const auto time =
            pricing::year_fraction(*convention, {flows.front().first, day, {}, true, {}, {}, {}, 12, &calendar});
        if (!time) {
            in.refuse(time.error());
            return {};
        }
        timed_flows.push_back({*time, amount});
    }
    return timed_flows;
}

std::vector<TimedFlow> a_period_apart(const std::vector<double>& amounts, double first_time) {
    std::vector<TimedFlow> flows;
    for (const double amount : amounts) flows.push_back({first_time + static_cast<double>(flows.size()), amount});
    return flows;
}

// Of several rates the one nearest to the guess, which is 10 % where none is written, as in a spreadsheet; all of them
// are named beside it.
Result<json> one_rate(CaseReader& in, const std::vector<TimedFlow>& flows, Where guess_place) {
    const auto guess = in.optional_number(guess_place);
    if (!in.errors().empty()) return in.errors();
    if (guess && *guess <= -1) return invalid("guess", "A rate is above -100 %.");
    const auto found = pricing::balancing_rate(flows, guess.value_or(spreadsheet_guess));
    if (!found) return found.errors();
    if (found->all.size() > 1) in.name_roots(found->all);
    return json(found->rate);
}

Result<json> xirr(CaseReader& in) {
    const auto flows = timed(in, dated_flows(in, 0, 1));
    return one_rate(in, flows, {"guess", 2});
}
Result<json> irr(CaseReader& in) {
    const auto& given = in.raw({"flows|cashflows"});
    if (given.is_array() && !given.empty() && (given[0].is_array() || given[0].is_object())) return xirr(in);
    const auto flows = a_period_apart(in.numbers({"flows|values|cashflows|amounts", 0}), 0);
    return one_rate(in, flows, {"guess", 1});
}

Result<json> xnpv(CaseReader& in) {
    const double r = in.number({"rate", 0});
    const auto flows = timed(in, dated_flows(in, 1, 2));
    if (!in.errors().empty()) return in.errors();
    return answer(in, pricing::net_present_value(r, flows));
}
Result<json> xnfv(CaseReader& in) {
    const double r = in.number({"rate", 0});
    auto flows = timed(in, dated_flows(in, 1, 2));
    if (!in.errors().empty()) return in.errors();
    const double last = flows.back().time;
    for (auto& flow : flows) flow.time -= last;
    return answer(in, pricing::net_present_value(r, flows));
}

// A spreadsheet's NPV takes its amounts as a list or one by one, the first a period away; npv counts it at once.
Result<json> npv_from(CaseReader& in, double first_time) {
    const double r = in.number({"rate", 0});
    auto amounts = in.numbers({"flows|values|cashflows|amounts", 1});
    for (int place = 2; in.is_positional() && in.has({"", place}); ++place)
        for (const double amount : in.numbers({"", place})) amounts.push_back(amount);
    const auto flows = a_period_apart(amounts, in.number_or({"first_period"}, first_time));
    if (!in.errors().empty()) return in.errors();
    return answer(in, pricing::net_present_value(r, flows));
}
Result<json> npv(CaseReader& in) { return npv_from(in, 0); }
Result<json> spreadsheet_npv(CaseReader& in) { return npv_from(in, 1); }

// One pair of rates, or a list of either: then a row for each list of flows, a column for each pair.
Result<json> mirr(CaseReader& in) {
    const auto finance = in.numbers({"finance_rate", 1}), reinvest = in.numbers({"reinvest_rate", 2});
    const Where values{"flows|values|cashflows|amounts", 0};
    const auto& given = in.raw(values);
    const bool one_row = !given.is_array() || given.empty() || !given[0].is_array();
    const json lists = one_row ? json::array({given}) : given;
    if (finance.size() != reinvest.size())
        in.refuse(invalid("reinvest_rate", "There are as many reinvestment rates as finance rates."));
    json table = json::array();
    for (const auto& list : lists) {
        const json single{{"values", list}};
        const std::vector<CalendarDay> no_days;
        CaseReader row(single, no_days);
        const auto flows = row.numbers({"values"});
        if (!row.errors().empty()) return row.errors();
        if (!in.errors().empty()) return in.errors();
        json line = json::array();
        for (std::size_t i = 0; i < finance.size(); ++i) {
            const auto found = pricing::modified_rate(flows, finance[i], reinvest[i]);
            if (!found) return found.errors();
            line.push_back(*found);
        }
        table.push_back(line.size() == 1 ? line[0] : line);
    }
    return one_row ? table[0] : table;
}

Result<json> effect(CaseReader& in) {
    return answer(in, pricing::effective_rate(in.number({"rate|nominal_rate", 0}), in.number({"npery|periods", 1})));
}
Result<json> nominal(CaseReader& in) {
    return answer(in, pricing::nominal_rate(in.number({"rate|effect_rate", 0}), in.number({"npery|periods", 1})));
}

Result<json> fvschedule(CaseReader& in) {
    double value = in.number({"principal", 0});
    for (const double r : in.numbers({"schedule|rates", 1})) value *= 1 + r;
    return answer(in, Result<double>(value));
}
Result<json> pduration(CaseReader& in) {
    const double r = in.number({"rate", 0}), present = in.number({"pv", 1}), future = in.number({"fv", 2});
    if (in.errors().empty() && (r <= 0 || present <= 0 || future <= 0))
        in.refuse(invalid("rate", "This must be above zero."));
    return answer(in, Result<double>((std::log(future) - std::log(present)) / std::log1p(r)));
}
Result<json> rri(CaseReader& in) {
    const double n = in.number({nper, 0}), present = in.number({"pv", 1}), future = in.number({"fv", 2});
    if (in.errors().empty() && (n <= 0 || present == 0)) in.refuse(invalid("nper", "This must be above zero."));
    return answer(in, Result<double>(std::pow(future / present, 1 / n) - 1));
}

pricing::Depreciation thing(CaseReader& in) {
    return {in.number({"cost", 0}), in.number({"salvage", 1}), in.number({"life", 2})};
}

Result<json> sln(CaseReader& in) { return answer(in, pricing::straight_line(thing(in))); }
Result<json> syd(CaseReader& in) {
    const auto d = thing(in);
    return answer(in, pricing::sum_of_years(d, in.number({"period", 3})));
}
Result<json> db(CaseReader& in) {
    const auto d = thing(in);
    return answer(in, pricing::fixed_declining(d, in.number({"period", 3}), in.number_or({"month", 4}, 12)));
}
Result<json> ddb(CaseReader& in) {
    const auto d = thing(in);
    return answer(in, pricing::declining(d, in.number({"period", 3}), in.number_or({"factor", 4}, 2)));
}
Result<json> vdb(CaseReader& in) {
    const auto d = thing(in);
    return answer(in, pricing::variable_declining(d, in.number({"start_period", 3}), in.number({"end_period", 4}),
                                                  in.number_or({"factor", 5}, 2), in.flag_or({"no_switch", 6}, false)));
}

}  // namespace

Operations money_operations() {
    return {{"pmt", pmt},
            {"pv", pv},
            {"fv", fv},
            {"nper", nper_of},
            {"rate", rate},
            {"ipmt", ipmt},
            {"ppmt", ppmt},
            {"cumipmt", cumulative<pricing::cumulative_interest>},
            {"cumprinc", cumulative<pricing::cumulative_principal>},
            {"ispmt", ispmt},
            {"irr", irr},
            {"xirr", xirr},
            {"npv", npv},
            {"NPV", spreadsheet_npv},
            {"spreadsheet_npv", spreadsheet_npv},
            {"xnpv", xnpv},
            {"xnfv", xnfv},
            {"mirr", mirr},
            {"effect", effect},
            {"nominal", nominal},
            {"fvschedule", fvschedule},
            {"pduration", pduration},
            {"rri", rri},
            {"sln", sln},
            {"syd", syd},
            {"db", db},
            {"ddb", ddb},
            {"vdb", vdb}};
}

}  // namespace leasebook::server
