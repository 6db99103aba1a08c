#include "server/limit_check.h"

#include <algorithm>

#include "db/counters.h"
#include "db/portfolio_store.h"
#include "db/register_store.h"
#include "reports/exposure.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

template <class Records>
std::uint32_t place_of(const Records& records, const std::string& code) {
    const auto found = std::ranges::find(records, code, [](const auto& record) { return record.code.text; });
    return found == records.end() ? unmapped : static_cast<std::uint32_t>(found - records.begin());
}

LimitSums sums_without(const LiveExposure& live, Date day, Currency currency, const ContractNumber& standing) {
    const auto& portfolio = live.book->portfolio;
    auto parts = reports::secured_parts(portfolio, *live.positions, day, currency);
    const auto position = db::position_of(portfolio, standing);
    if (position != unmapped) parts[position] = ExposureParts::none(currency);
    return limit_sums(portfolio, parts, currency);
}

std::optional<db::MonthEndAlert> stop_of(const Portfolio& portfolio, const PortfolioLessee& lessee,
                                         const std::vector<db::MonthEndAlert>& clusters_at_red) {
    if (lessee.cluster == unmapped) return {};
    const auto found =
        std::ranges::find(clusters_at_red, portfolio.clusters[lessee.cluster].code.text, &db::MonthEndAlert::subject);
    return found == clusters_at_red.end() ? std::nullopt : std::optional(*found);
}

std::string amount_text(const std::optional<Money>& amount) { return amount ? money_text(*amount) : "–"; }

}  // namespace

AskedDeal deal_of(const Contract& contract, const std::vector<Asset>& assets) {
    const auto& content = contract.content;
    return {content.lessee.text,
            assets.empty() ? "" : assets.front().asset_class.text,
            content.supplier ? content.supplier->text : "",
            content.terms,
            final_date(content.terms, content.plan),
            contract.number};
}

LimitCheck check_limits(LiveExposure live, Date day, const AskedDeal& asked,
                        const std::vector<db::MonthEndAlert>& clusters_at_red) {
    LimitCheck check{std::move(live), {}};
    const auto& portfolio = check.live.book->portfolio;
    const Deal deal{place_of(portfolio.lessees, asked.lessee), place_of(portfolio.asset_classes, asked.asset_class),
                    place_of(portfolio.suppliers, asked.supplier), asked.ends, parts_of_deal(asked.terms)};
    if (deal.lessee == unmapped) return check;
    check.stop = stop_of(portfolio, portfolio.lessees[deal.lessee], clusters_at_red);
    if (portfolio.limits.empty()) return check;
    const auto sums = sums_without(check.live, day, asked.terms.currency, asked.standing);
    check.effects = limit_effects(portfolio.limits, portfolio, sums, portfolio.figures, day, deal);
    return check;
}

LimitCheck check_contract(db::Connection& connection, Book& book, Date day, const Contract& contract) {
    // Whoever else commits something of a contract has counted it up first, and waits for us from here on.
    const auto marks = db::locked_book_marks(connection);
    const auto& terms = contract.content.terms;
    auto live = book.exposure(connection, day, terms.currency, nullptr);
    if (live.book->marks != marks)
        throw db::DatabaseError(db::Trouble::Retry, "the book changed while limits were being checked");
    return check_limits(std::move(live), day, deal_of(contract, db::assets_of(connection, contract.number)),
                        db::clusters_at_red(connection, day));
}

Errors broken_limits(const LimitCheck& check) {
    Errors errors;
    if (check.stop)
        errors.push_back(
            conflict("Cluster {0} is at alert level red: it takes no new business, unless somebody lets "
                     "this lease pass who may override limits. {1}",
                     check.stop->subject, check.stop->reasons));
    for (const auto& [limit, item, before, after] : check.effects)
        if (after.status == LimitStatus::Breach)
            errors.push_back(
                conflict("This lease breaks limit {0}{1}: {2} would be used where {3} is allowed. Make it "
                         "smaller, or have somebody let it pass who may override limits.",
                         limit->code.text, item.name.empty() ? "" : " (" + item.name + ")", to_text(after.used),
                         to_text(*after.allowed)));
    return errors;
}

std::string broken_codes(const LimitCheck& check) {
    std::string codes = check.stop ? stop_code(*check.stop) : "";
    for (const auto& effect : check.effects)
        if (effect.after.status == LimitStatus::Breach) codes += (codes.empty() ? "" : ", ") + effect.limit->code.text;
    return codes;
}

std::string stop_code(const db::MonthEndAlert& stop) { return "RED-" + stop.subject; }

std::string status_colour(LimitStatus status) {
    switch (status) {
        case LimitStatus::Within: return "pos";
        case LimitStatus::Warning: return "warn";
        case LimitStatus::Breach: return "neg";
        case LimitStatus::Unknown: return "plain";
    }
    throw InvariantBroken("every status has its colour");
}

void add_effects(Data& page, const Call& call, const LimitCheck& check, const std::string& span) {
    if (check.stop)
        page.add("ALERT")
            .set("LEVEL", call.t("Red"))
            .set("TEXT",
                 filled(call.t("Cluster {0} takes no new business since the last month's end."), {check.stop->subject}))
            .set("HREF", "/watch-list")
            .set("LINK_TEXT", call.t("Watch list"));
    if (check.effects.empty()) return;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("What this lease does to the limits"))
        .set("SPAN", span)
        .set("MORE_HREF", "/limits")
        .set("MORE_TEXT", call.t("All limits"));
    add_columns(table, call,
                {{"Limit"},
                 {"Item"},
                 {"Before", true},
                 {"After", true},
                 {"Allowed", true},
                 {"% of limit before", true},
                 {"% of limit after", true},
                 {"Status"}});
    for (const auto& [limit, item, before, after] : check.effects) {
        auto& row = table.add("ROW");
        text_cell(row, limit->code.text, path_to("/limits", limit->code.text));
        text_cell(row,
                  item.name.empty() ? call.t("The whole book") : localised(call.language, item.name, item.name_zh));
        number_cell(row, money_text(before.used));
        number_cell(row, money_text(after.used));
        number_cell(row, amount_text(after.allowed));
        number_cell(row, before.of_limit ? percent_text(*before.of_limit, 1) : "–");
        number_cell(row, after.of_limit ? percent_text(*after.of_limit, 1) : "–");
        row.add("CELL")
            .set("TEXT", value_text(call.language, to_text(after.status)))
            .set("TAG_KIND", status_colour(after.status));
    }
}

void add_form_effects(Data& page, const Call& call, const Fields& form, const LeaseTerms& terms, Date ends) {
    const auto text = [&](const char* name) { return form.contains(name) ? form.at(name) : std::string{}; };
    if (text("lessee").empty()) return;
    const auto live = call.app.book.exposure(call.today(), terms.currency, nullptr);
    const AskedDeal deal{text("lessee"), text("asset_class"), text("supplier"), terms, ends};
    const auto stopped =
        call.app.database.read([&](db::Connection& c) { return db::clusters_at_red(c, call.today()); });
    add_effects(page, call, check_limits(live, call.today(), deal, stopped));
}

}  // namespace leasebook::server
