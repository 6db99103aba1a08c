// Prices and yields of securities, under the names that spreadsheets give the functions.
#include <nlohmann/json.hpp>

#include "pricing/securities.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

// Nothing is computed from values that could not be read.
Result<json> answer(const CaseReader& in, auto compute) {
    if (!in.errors().empty()) return in.errors();
    const Result<double> value = compute();
    if (!value) return value.errors();
    return json(*value);
}

Result<json> accrint(CaseReader& in) {
    in.date({"first_interest|first", 1});  // asked for, and without effect: interest runs from issue
    const pricing::AccruedInterest bond{
        in.date({"issue", 0}),          in.date({"settlement", 2}),        in.number({"rate", 3}),
        in.number_or({"par", 4}, 1000), in.whole_number({"frequency", 5}), in.whole_number_or({"basis", 6}, 0)};
    return answer(in, [&] { return pricing::accrued_interest(bond); });
}

Result<json> coupdays(CaseReader& in) {
    const auto settlement = in.date({"settlement", 0}), maturity = in.date({"maturity", 1});
    const int frequency = in.whole_number({"frequency", 2}), basis = in.whole_number_or({"basis", 3}, 0);
    return answer(in, [&] { return pricing::coupon_days(settlement, maturity, frequency, basis); });
}

pricing::Discounted paper(CaseReader& in) {
    return {in.date({"settlement", 0}), in.date({"maturity", 1}), in.number({"redemption", 3}),
            in.whole_number_or({"basis", 4}, 0)};
}
Result<json> disc(CaseReader& in) {
    const auto p = paper(in);
    const double price = in.number({"pr|price", 2});
    return answer(in, [&] { return pricing::discount_of(p, price); });
}
Result<json> pricedisc(CaseReader& in) {
    const auto p = paper(in);
    const double discount = in.number({"discount", 2});
    return answer(in, [&] { return pricing::price_of(p, discount); });
}

template <auto function>
Result<json> bill(CaseReader& in) {
    const auto settlement = in.date({"settlement", 0}), maturity = in.date({"maturity", 1});
    const double figure = in.number({"discount|pr|price", 2});
    return answer(in, [&] { return function(settlement, maturity, figure); });
}

template <auto function>
Result<json> fraction(CaseReader& in) {
    const double price = in.number({"dollar|price", 0}), denominator = in.number({"fraction", 1});
    return answer(in, [&] { return function(price, denominator); });
}

Result<json> spreadsheet_yearfrac(CaseReader& in) {
    const auto start = in.date({"start|start_date", 0}), end = in.date({"end|end_date", 1});
    const int basis = in.whole_number_or({"basis", 2}, 0);
    return answer(in, [&] { return pricing::spreadsheet_year_fraction(start, end, basis); });
}

}  // namespace

Operations security_operations() {
    return {{"accrint", accrint},
            {"coupdays", coupdays},
            {"disc", disc},
            {"pricedisc", pricedisc},
            {"tbillprice", bill<pricing::bill_price>},
            {"tbillyield", bill<pricing::bill_yield>},
            {"tbilleq", bill<pricing::bill_bond_yield>},
            {"dollarde", fraction<pricing::from_fraction>},
            {"dollarfr", fraction<pricing::to_fraction>},
            {"YEARFRAC", spreadsheet_yearfrac}};
}

}  // namespace leasebook::server
