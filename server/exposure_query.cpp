#include "server/exposure_query.h"

#include "server/known_at.h"
#include "server/tables.h"
#include "server/web/catalogue.h"

namespace leasebook::server {

namespace {

Result<reports::Axes> axes_asked(const Call& call) {
    const auto rows = call.parameter("rows"), columns = call.parameter("columns");
    return reports::parse_axes(rows.empty() || columns.empty() ? rows : rows + "," + columns);
}

}  // namespace

reports::Exposure ExposureAsked::exposure() const {
    return reports::exposure(portfolio(), *live.positions, as_of, currency, axes, curve_if_any() != nullptr);
}

Fields ExposureAsked::parameters() const {
    return {{"as_of", to_text(as_of)},
            {"currency", currency.text()},
            {"rows", to_text(axes.rows)},
            {"columns", axes.columns ? to_text(*axes.columns) : ""},
            {"known_at", known_at ? db::moment_text(*known_at) : ""}};
}

Result<ExposureAsked> exposure_asked(const Call& call) {
    const auto as_of =
        call.parameter("as_of").empty() ? Result<Date>(call.today()) : parse_date(call.parameter("as_of"), "as_of");
    const auto currency = call.parameter("currency").empty() ? Result<Currency>(call.app.currency)
                                                             : parse_currency(call.parameter("currency"));
    const auto axes = axes_asked(call);
    const auto known_at = known_at_asked(call);
    Errors errors;
    if (!as_of) errors.push_back(as_of.error());
    if (!currency) errors.push_back(currency.error());
    if (!axes) errors.push_back(axes.error());
    if (!known_at) errors.push_back(known_at.error());
    if (!errors.empty()) return errors;
    ExposureAsked asked{*as_of, *currency, *axes, call.app.curves.on(currency->text(), *as_of), *known_at, {}};
    auto& book = call.app.book;
    asked.live = asked.known_at ? book.as_known(*as_of, *asked.known_at, *currency, asked.curve_if_any())
                                : book.exposure(*as_of, *currency, asked.curve_if_any());
    return asked;
}

Result<std::uint32_t> place_named(Axis axis, const Portfolio& portfolio, const std::string& code,
                                  const std::string& field) {
    if (code == unmapped_name) return unmapped;
    for (std::uint32_t place = 0; place < places_on(axis, portfolio); ++place)
        if (name_of_place(axis, portfolio, place).code == code) return place;
    return not_found(field, "Nothing is called \"{0}\" there.", shortened(code));
}

std::string place_text(const Call& call, Axis axis, const Portfolio& portfolio, std::uint32_t place) {
    if (place == unmapped) return call.t("unmapped");
    const auto name = name_of_place(axis, portfolio, place);
    if (axis == Axis::Grade) return value_text(call.language, name.name);
    return localised(call.language, name.name, name.name_zh);
}

}  // namespace leasebook::server
