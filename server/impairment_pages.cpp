// Impairments that a review proposed: the list, one with what it would post, the review itself, and decisions.
#include <algorithm>

#include "db/impairment_store.h"
#include "db/journal_store.h"
#include "server/change_form.h"
#include "server/impairment_steps.h"
#include "server/kept_forms.h"
#include "server/residual_view.h"
#include "server/routes.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr int proposals_shown = 200;
using db::ImpairmentProposal;
using db::ImpairmentStatus;

std::string page_of(std::int64_t id) { return "/impairments/" + std::to_string(id); }

const char* colour_of(ImpairmentStatus status) {
    switch (status) {
        case ImpairmentStatus::Proposed: return "warn";
        case ImpairmentStatus::Accepted: return "neg";
        case ImpairmentStatus::Rejected: return "plain";
        case ImpairmentStatus::Withdrawn: return "pos";
    }
    throw InvariantBroken("every status of a proposal has its colour");
}

void add_chips(Data& page, const Call& call, std::optional<ImpairmentStatus> chosen) {
    const auto chip = [&](const std::string& text, const std::string& href, bool on) {
        page.add("CHIP").set("TEXT", text).set("HREF", href).show("ON", on);
    };
    chip(call.t("All"), "/impairments?status=all", !chosen);
    for (const auto& [status, name] : NamesOf<ImpairmentStatus>::names)
        chip(value_text(call.language, name), "/impairments?status=" + std::string(name), chosen == status);
}

void add_list(Data& page, const Call& call, const std::vector<ImpairmentProposal>& proposals) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By reduction"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing here: run a review, or look at another status."));
    add_columns(table, call,
                {{"Contract"},
                 {"As of"},
                 {"Unguaranteed", true},
                 {"Guaranteed", true},
                 {"Forecast", true},
                 {"Reduction", true},
                 {"Status"},
                 {"Proposed by"},
                 {"Decided by"}});
    for (const auto& proposal : proposals) {
        auto& row = table.add("ROW");
        text_cell(row, proposal.contract.text, page_of(proposal.id));
        text_cell(row, date_text(proposal.as_of, call.language));
        for (const auto amount : {proposal.unguaranteed, proposal.guaranteed, proposal.forecast, proposal.reduction})
            number_cell(row, money_text(amount));
        row.add("CELL")
            .set("TEXT", value_text(call.language, to_text(proposal.status)))
            .set("TAG_KIND", colour_of(proposal.status));
        text_cell(row, proposal.proposed_by);
        text_cell(row, proposal.decided_by.value_or(""));
    }
}

Response impairments_page(const Call& call, const Errors& errors) {
    std::optional<ImpairmentStatus> status = ImpairmentStatus::Proposed;
    if (const auto asked = call.parameter("status"); asked == "all")
        status = {};
    else if (const auto named = parse_named<ImpairmentStatus>(asked, "status"))
        status = *named;
    const auto [proposals, waiting] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::list_impairments(c, status, proposals_shown),
                         db::count_impairments(c, ImpairmentStatus::Proposed)};
    });
    const auto title = call.t("Impairment proposals");
    Data page;
    page.set("TITLE", title)
        .set("SUB",
             call.t("Unguaranteed residuals booked above what the machines are expected to fetch at term end. Only "
                    "reductions are ever booked."));
    add_errors(page, call.language, errors);
    if (call.may(Permission::Appraise))
        page.add("TASK")
            .set("ACTION_PATH", "/impairments/review")
            .set("TEXT", call.t("Run the review"))
            .set("EXPLANATION",
                 call.t("Compares every booked residual with today's forecast and proposes what must go. "
                        "Somebody else decides on each; the monthly close does the same."));
    add_kpi(page, call, "Waiting for a decision", count_text(waiting), "");
    add_chips(page, call, status);
    add_list(page, call, proposals);
    return html(call.app.view.page("impairments", residual_frame(call, title), page),
                errors.empty() ? 200 : status_of(errors));
}

Response show_impairments(const Call& call) { return impairments_page(call, {}); }

std::vector<FormField> decision_fields(Language language) {
    return {{"decision", Control::Radios, 6, "", choices_of<ImpairmentVerdict>(language)},
            {"reason", Control::Text, 6, "", {}}};
}

// What accepting it today would post.
void add_consequence(Data& page, const Call& call, const ImpairmentProposal& proposal) {
    const auto preview = preview_change(call, proposal.contract, impairment_change(proposal, call.today(), "?"));
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Posted when it is accepted today"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", preview ? call.t("Nothing is posted.") : tr(call.language, preview.errors().front()));
    add_columns(table, call, {{"Date"}, {"Account"}, {"Debit", true}, {"Credit", true}});
    if (!preview) return;
    for (const auto& line : preview->change.lines)
        add_kpi(page, call, line.name == "loss" ? "Loss to book" : "Unearned income given up",
                money_with_sign(line.amount), "");
    const auto chart = call.app.database.read([](db::Connection& c) { return db::chart_of_accounts(c); });
    for (const auto& entry : preview->postings.additions)
        for (const auto& line : entry.lines) {
            const auto named = std::ranges::find(chart, line.account, &ChartLine::account);
            ensure(named != chart.end(), "every account is in the chart");
            auto& row = table.add("ROW");
            text_cell(row, date_text(entry.business_date, call.language));
            text_cell(row, named->code + " " + localised(call.language, named->name, named->name_zh));
            number_cell(row, line.amount.is_negative() ? "" : money_text(line.amount));
            number_cell(row, line.amount.is_negative() ? money_text(-line.amount) : "");
        }
}

void add_details(Data& page, const Call& call, const ImpairmentProposal& proposal) {
    const auto pair = [&](const char* label, const std::string& text, const std::string& href = "") {
        if (!text.empty()) page.add("PAIR").set("LABEL", call.t(label)).set("TEXT", text).set("HREF", href);
    };
    pair("Lease", proposal.contract.text, path_to("/contracts", proposal.contract.text));
    pair("Residual value", call.t("all figures of the lease"), path_to("/residuals", proposal.contract.text));
    pair("As of", date_text(proposal.as_of, call.language));
    pair("Proposed by", proposal.proposed_by);
    pair("Decided by", proposal.decided_by.value_or(""));
    pair("Reason", proposal.reason.value_or(""));
}

Response impairment_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto id = parse_integer(call.path_value(0), 1, 1'000'000'000'000);
    const auto proposal =
        call.app.database.read([&](db::Connection& c) { return db::find_impairment(c, id.value_or(0)); });
    if (!proposal) return no_such_page(call, not_found("", "There is no such impairment proposal."));
    const auto title = call.t("Impairment") + ": " + proposal->contract.text;
    Data page;
    page.set("TITLE", title);
    page.add("TAG")
        .set("TEXT", value_text(call.language, to_text(proposal->status)))
        .set("KIND", colour_of(proposal->status));
    add_errors(page, call.language, errors);
    add_kpi(page, call, "Unguaranteed", money_with_sign(proposal->unguaranteed), "");
    add_kpi(page, call, "Guaranteed", money_with_sign(proposal->guaranteed), "");
    add_kpi(page, call, "Forecast at term end", money_with_sign(proposal->forecast), "");
    add_kpi(page, call, "Reduction", money_with_sign(proposal->reduction), "", "neg");
    add_details(page, call, *proposal);
    if (proposal->status == ImpairmentStatus::Proposed) {
        add_consequence(page, call, *proposal);
        if (call.may(Permission::ApproveContracts) && proposal->proposed_by != call.who.name) {
            auto& form = page.add("DECIDE");
            form.set("ACTION_PATH", page_of(proposal->id));
            add_group(form, call.language, "", decision_fields(call.language), kept_form(page, call, title, shown),
                      errors);
        }
    }
    const auto frame = call.frame(title, "residuals",
                                  {{call.t("Risk"), ""},
                                   {call.t("Residuals"), "/residuals"},
                                   {call.t("Impairment proposals"), "/impairments"},
                                   {title, ""}});
    return html(call.app.view.page("impairment", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_impairment(const Call& call) { return impairment_page(call, {}, {}); }

Response post_review(const Call& call) {
    const auto review = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto reviewed = review_book(c, call);
        return Call::Changed{see_other("/impairments?saved=1"), to_text(call.today()),
                             std::to_string(reviewed.proposed) + " proposed, " + std::to_string(reviewed.renewed) +
                                 " renewed, " + std::to_string(reviewed.withdrawn) + " withdrawn"};
    };
    return call.change("residual.review", review, [&](const Errors& errors) { return impairments_page(call, errors); });
}

Response post_decision(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return impairment_page(call, *form, errors); };
    auto fields = as_typed(*form, decision_fields(call.language));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    const auto entry = read_record<ImpairmentDecisionEntry>(fields);
    if (!entry) return refused(entry.errors());
    const auto id = parse_integer(call.path_value(0), 1, 1'000'000'000'000);
    const auto decide = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto decided =
            decide_on_impairment(c, *entry->decision, {id.value_or(0), call.who.name, entry->reason, call.app.clock()});
        if (!decided) return decided.errors();
        return Call::Changed{see_other(page_of(decided->id) + "?saved=1"), decided->contract.text, entry->reason};
    };
    return call.change("residual.decide", decide, refused);
}

}  // namespace

void add_impairment_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/impairments", Read, show_impairments});
    routes.push_back({"GET", "/impairments/{id}", Read, show_impairment});
    routes.push_back({"POST", "/impairments/review", Appraise, post_review});
    routes.push_back({"POST", "/impairments/{id}", ApproveContracts, post_decision});
}

}  // namespace leasebook::server
