// The month for the reader of finance: key figures, limits with their lights, the reports, and the pack of them all.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "domain/exposure/limit_check.h"
#include "reports/catalogue.h"
#include "reports/edition.h"
#include "server/call.h"
#include "server/reporting/pack_jobs.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

// The month asked for; the last closed one when left out, or the current one where none is closed.
Result<Period> month_asked(const Call& call) {
    if (const auto text = call.parameter("period"); !text.empty()) return parse_period(text, "period");
    const auto periods = call.app.reports.periods(call.today());
    for (const auto period : periods)
        if (call.app.reports.status(period) == PeriodStatus::Closed) return period;
    return periods.empty() ? period_of(call.today()) : periods.front();
}

Result<MadeReport> report_of_month(const Call& call, const char* name, Period period) {
    return call.app.reports.make({name, period.last_day(), call.app.currency});
}

std::optional<reports::Row> total_of(const MadeReport& report) {
    const auto& rows = report.table.rows;
    if (rows.empty() || rows.back().role != reports::RowRole::Total) return {};
    return rows.back();
}

std::optional<Money> amount_in(const MadeReport& report, std::string_view column) {
    const auto total = total_of(report);
    const auto& columns = report.table.columns;
    const auto at = std::ranges::find(columns, column, &reports::Column::name);
    if (!total || at == columns.end()) return {};
    const auto* amount = std::get_if<Money>(&total->cells[static_cast<std::size_t>(at - columns.begin())]);
    return amount == nullptr ? std::nullopt : std::optional(*amount);
}

// What it has grown by since the month before, "+1.2%"; nothing where there was nothing.
std::string growth(const std::optional<Money>& now, const std::optional<Money>& before) {
    if (!now || !before || before->is_zero()) return {};
    const auto change = Rate{round_half_away(int128{(*now - *before).minor_units()} * rate_scale,
                                             before->is_negative() ? -before->minor_units() : before->minor_units())};
    return (change.e10 > 0 ? "+" : "") + reports::percent(change);
}

struct KeyFigure {
    const char *label, *report, *column;
};
constexpr auto key_figures = std::to_array<KeyFigure>({{"Net investment", "portfolio_summary", "net_investment"},
                                                       {"Allowance", "portfolio_summary", "allowance"},
                                                       {"Non-performing", "portfolio_summary", "non_performing"},
                                                       {"New business", "new_business", "financed_amount"},
                                                       {"Interest income", "income", "interest_income"},
                                                       {"Margin", "income", "margin"}});

void add_key_figures(Data& page, const Call& call, Period period) {
    const auto earlier = period.previous();
    const bool compared = call.app.reports.status(earlier) == PeriodStatus::Closed;
    for (const auto& figure : key_figures) {
        const auto now = report_of_month(call, figure.report, period);
        const auto amount = now ? amount_in(*now, figure.column) : std::nullopt;
        std::optional<Money> before;
        if (compared)
            if (const auto report = report_of_month(call, figure.report, earlier))
                before = amount_in(*report, figure.column);
        page.add("KPI")
            .set("LABEL", call.t(figure.label))
            .set("VALUE", amount ? short_money(*amount, call.language) : "–")
            .set("NOTE", growth(amount, before))
            .set("HREF", path_with("/reports/" + std::string(figure.report), {{"period", to_text(period)}}));
    }
}

const char* light_of(std::string_view status) {
    return status == to_text(LimitStatus::Breach) ? "neg" : status == to_text(LimitStatus::Within) ? "pos" : "warn";
}

// The fullest use of each limit.
void add_lights(Data& page, const Call& call, Period period) {
    const auto limits = report_of_month(call, "limits", period);
    if (!limits) return;
    std::string last;
    for (const auto& row : limits->table.rows) {
        if (row.role != reports::RowRole::Detail) continue;
        const auto code = reports::plain_text(row.cells[0]), status = reports::plain_text(row.cells[14]);
        if (code == last) continue;
        last = code;
        const auto* share = std::get_if<Rate>(&row.cells[12]);
        page.add("LIGHT")
            .set("TEXT", code + (share == nullptr ? "" : " · " + reports::percent(*share)) + " " +
                             reports::plain_text(row.cells[3]))
            .set("VALUE", value_text(call.language, status))
            .set("KIND", light_of(status))
            .set("HREF", path_with("/reports/limits", {{"period", to_text(period)}}));
    }
}

void add_list(Data& page, const Call& call, Period period) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Reports")).set("SPAN", "s12");
    add_columns(table, call, {{"Report"}, {"Download"}});
    for (const auto& report : reports::catalogue()) {
        auto& row = table.add("ROW");
        text_cell(row, call.t(report.title), path_with("/reports/" + report.name, {{"period", to_text(period)}}));
        text_cell(row, "XLSX",
                  path_with("/api/v1/reports/" + report.name,
                            {{"period", to_text(period)},
                             {"format", "xlsx"},
                             {"language", call.language == Language::Chinese ? "zh" : "en"}}));
    }
}

std::string language_text(const Call& call, const std::string& language) {
    return call.t(language == "en" ? "English" : language == "zh" ? "Chinese" : "English and Chinese");
}

void add_progress(Data& page, const Call& call, Period period) {
    const auto state = call.app.packs.state(period);
    auto& progress = page.add("PROGRESS");
    progress.set("POLL_HREF", path_with("/reports/pack/progress", {{"period", to_text(period)}}))
        .show("RUNNING", state && state->running);
    if (state && state->running)
        progress.set("TEXT", filled(call.t("Making the pack: {0} of {1}."),
                                    {std::to_string(state->done), std::to_string(state->of)}));
    if (state && !state->failure.empty())
        progress.set("TEXT", call.t("The pack could not be made. Start it again, or look into the log."));
    if (state) add_errors(progress, call.language, state->refused);
    for (const auto& pack : call.app.packs.kept(period))
        progress.add("FILE")
            .set("TEXT", language_text(call, pack.language) + " · " +
                             count_text(static_cast<std::int64_t>(pack.bytes / 1'024)) + " KiB")
            .set("NOTE", (pack.preliminary ? call.t("PRELIMINARY") + " · " : "") + "SHA-256 " + pack.hash.substr(0, 16))
            .set("HREF", path_with("/reports/pack/file", {{"period", to_text(period)}, {"language", pack.language}}));
}

Response reports_page(const Call& call) {
    const auto period = month_asked(call);
    if (!period) return refusal_page(call, period.errors());
    const auto status = call.app.reports.status(*period);
    const auto title = call.t("Reports") + " " + to_text(*period);
    Data page;
    page.set("TITLE", title).set("SUB", call.t("The month's figures; every one of them opens."));
    page.add("TAG")
        .set("TEXT",
             status == PeriodStatus::Closed ? value_text(call.language, to_text(status)) : call.t("PRELIMINARY"))
        .set("KIND", status == PeriodStatus::Closed ? "plain" : "neg");
    for (const auto month : call.app.reports.periods(call.today()))
        page.add("MONTH")
            .set("VALUE", to_text(month))
            .set("TEXT", to_text(month) + " · " + value_text(call.language, to_text(call.app.reports.status(month))))
            .show("ON", month == *period);
    add_key_figures(page, call, *period);
    add_lights(page, call, *period);
    page.set("PACK_PATH", path_with("/reports/pack", {{"period", to_text(*period)}}));
    for (const char* language : {"both", "en", "zh"})
        page.add("LANGUAGE").set("VALUE", language).set("TEXT", language_text(call, language));
    add_progress(page, call, *period);
    add_list(page, call, *period);
    const auto frame = call.frame(title, "reports", {{call.t("Books"), ""}, {call.t("Reports"), ""}});
    return html(call.app.view.page("reports", frame, page));
}

Response start_pack(const Call& call) {
    const auto period = month_asked(call);
    if (!period) return refusal_page(call, period.errors());
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto language = form->contains("language") ? form->at("language") : std::string("both");
    if (language != "en" && language != "zh" && language != "both")
        return refusal_page(call, {invalid("language", "\"{0}\" is not known here. Use one of: {1}.",
                                           shortened(language), "en, zh, both")});
    if (!call.app.packs.start(*period, language, call.who.name))
        return refusal_page(call, {conflict("Another pack is being made. Wait until it is done.")});
    return see_other(path_with("/reports", {{"period", to_text(*period)}}));
}

Response progress_part(const Call& call) {
    const auto period = month_asked(call);
    if (!period) return no_such_page(call, period.error());
    Data part;
    add_progress(part, call, *period);
    return html(call.app.view.part("pack_progress", call.frame("", "reports", {}), part));
}

Response pack_file(const Call& call) {
    const auto period = month_asked(call);
    if (!period) return no_such_page(call, period.error());
    for (const auto& pack : call.app.packs.kept(*period)) {
        if (pack.language != call.parameter("language")) continue;
        std::ifstream in(pack.path, std::ios::binary);
        Response response{200, "application/zip", {std::istreambuf_iterator<char>(in), {}}, {}, false};
        response.with("Content-Disposition",
                      "attachment; filename=\"" + std::filesystem::path(pack.path).filename().string() + "\"");
        return response;
    }
    return no_such_page(call, not_found("", "There is no such pack: make it first."));
}

}  // namespace

void add_pack_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/reports", Read, reports_page});
    routes.push_back({"POST", "/reports/pack", Read, start_pack});
    routes.push_back({"GET", "/reports/pack/progress", Read, progress_part});
    routes.push_back({"GET", "/reports/pack/file", Read, pack_file});
}

}  // namespace leasebook::server
