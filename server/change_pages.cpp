// "Change this lease": choose what, say how, see what it does, confirm. Works without JavaScript.
#include <algorithm>

#include "db/journal_store.h"
#include "server/change_form.h"
#include "server/contract_pages.h"
#include "server/contract_steps.h"
#include "server/kept_forms.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string here(const Call& call) { return path_to("/contracts", call.path_value(0)) + "/change"; }

struct Shown {
    ChangeKind kind = ChangeKind::PartialPrepayment;
    bool chosen = false;
    Fields fields = {};  // as they stand in the controls
    Errors errors = {};
    std::optional<Proposal> proposal = {};
};

void add_lines(Data& page, const Call& call, const ProposedChange& change) {
    if (change.lines.empty()) return;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Amounts")).set("SPAN", "s6");
    add_columns(table, call, {{"Amount"}, {change.lines.front().amount.currency().text(), true}});
    for (const auto& line : change.lines) {
        auto& row = table.add("ROW");
        text_cell(row, label_of(call.language, line.name));
        number_cell(row, money_text(line.amount));
    }
    if (!change.total) return;
    auto& total = table.add("TOTAL");
    total.add("CELL").set("TEXT", call.t("Total"));
    total.add("CELL").set("TEXT", money_text(*change.total)).show("NUMERIC");
}

void add_test(Data& page, const Call& call, const ModificationTest& test) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Modification test")).set("SPAN", "s6");
    add_columns(table, call, {{"Measure"}, {"Value", true}});
    const auto line = [&](const char* name, const std::string& value) {
        auto& row = table.add("ROW");
        text_cell(row, label_of(call.language, name));
        number_cell(row, value);
    };
    line("carrying_amount", money_text(test.carrying));
    line("present_value", money_text(test.present_value));
    line("modification_gain", money_text(test.gain()));
    line("change", percent_text(test.change));
    line("treatment", value_text(call.language, to_text(test.treatment)));
}

void add_rows(Data& page, const Call& call, const std::string& title, const std::vector<ScheduleRow>& rows) {
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s6");
    add_columns(table, call, {{"Due"}, {"Rent", true}, {"Interest", true}, {"Outstanding", true}});
    for (const auto& row : rows) {
        auto& cells = table.add("ROW");
        text_cell(cells, date_text(row.due_date, call.language));
        number_cell(cells, money_text(row.rent));
        number_cell(cells, money_text(row.interest));
        number_cell(cells, money_text(row.closing));
    }
}

void add_events(Data& page, const Call& call, const std::vector<ContractEvent>& events) {
    if (events.size() < 2) return;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Recorded with it")).set("SPAN", "s6");
    add_columns(table, call, {{"Effective"}, {"Event"}, {"Stands for"}});
    for (const auto& event : events) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(act_of(event).on, call.language));
        text_cell(row, value_text(call.language, event_name(event)));
        const auto replaces = replaced_by(event);
        text_cell(row, replaces ? "#" + std::to_string(*replaces) : "");
    }
}

void add_postings(Data& page, const Call& call, const Corrections& postings) {
    const auto chart = call.app.database.read([](db::Connection& c) { return db::chart_of_accounts(c); });
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Postings")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("Nothing is posted."));
    add_columns(table, call, {{"Date"}, {"Posting"}, {"Account"}, {"Debit", true}, {"Credit", true}});
    const auto add = [&](const JournalEntry& entry, const std::string& posting) {
        for (const auto& line : entry.lines) {
            const auto named = std::ranges::find(chart, line.account, &ChartLine::account);
            ensure(named != chart.end(), "every account is in the chart");
            auto& row = table.add("ROW");
            text_cell(row, date_text(entry.business_date, call.language));
            text_cell(row, posting);
            text_cell(row, named->code + " " + (call.language == Language::Chinese ? named->name_zh : named->name));
            number_cell(row, line.amount.is_negative() ? "" : money_text(line.amount));
            number_cell(row, line.amount.is_negative() ? money_text(-line.amount) : "");
        }
    };
    for (const auto& entry : postings.reversals)
        add(entry, call.t("Reversal") + ": " + value_text(call.language, to_text(entry.rule)));
    for (const auto& entry : postings.additions) add(entry, value_text(call.language, to_text(entry.rule)));
}

void add_proposal(Data& page, const Call& call, const Proposal& proposal) {
    page.show("PREVIEW").set("CONSEQUENCE", consequence(call, proposal)).set("PROPOSAL", proposal.hash);
    const auto keep = [&](const std::string& name, const std::string& value) {
        page.add("KEPT").set("NAME", name).set("VALUE", value);
    };
    keep("kind", to_text(proposal.input.kind));
    for (const auto& [name, text] : proposal.input.fields) keep(name, text);
    add_lines(page, call, proposal.change);
    if (proposal.change.test) add_test(page, call, *proposal.change.test);
    add_events(page, call, proposal.change.events);
    if (proposal.before != proposal.after) {
        add_rows(page, call, call.t("Schedule now"), proposal.before);
        add_rows(page, call, call.t("Schedule after the change"), proposal.after);
    }
    add_postings(page, call, proposal.postings);
}

void add_pending(Data& page, const Call& call, const std::vector<db::PendingChange>& changes) {
    for (const auto& change : changes) {
        if (change.status != db::PendingStatus::Waiting) continue;
        const auto text = filled(call.t("{0}, proposed by {1}, waits for a second person."),
                                 {value_text(call.language, to_text(change.kind)), change.proposed_by});
        auto& pending = page.add("PENDING").set("TEXT", text);
        const auto id = std::to_string(change.id);
        if (!call.may(Permission::ApproveContracts)) continue;
        const auto decide = [&](const std::string& label, const char* name, const char* consequence) {
            pending.add("DECIDE")
                .set("LABEL", label)
                .set("CONFIRM", filled(call.t(consequence), {value_text(call.language, to_text(change.kind))}))
                .set("ACTION_PATH", here(call) + "/" + id + "/" + name);
        };
        const bool own = change.proposed_by == call.who.name;
        if (!own) decide(call.t("Approve"), "approve", "{0} is booked at once. It cannot be taken back here.");
        decide(call.t(own ? "Withdraw" : "Reject"), "reject", "{0} is not carried out; it must be proposed anew.");
    }
}

Response change_page(const Call& call, const Shown& shown) {
    const ContractNumber number{call.path_value(0)};
    const auto [contract, changes] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find_contract(c, number), db::pending_changes_of(c, number)};
    });
    if (!contract) return no_such_contract_page(call);
    Data page;
    const auto title = call.t("Change this lease");
    page.set("TITLE", title).set("SUB", number.text).set("HERE", here(call));
    page.set("VERSION", std::to_string(contract->version)).set("BACK", path_to("/contracts", number.text));
    add_errors(page, call.language, shown.errors);
    add_pending(page, call, changes);
    for (const auto& [kind, name] : NamesOf<ChangeKind>::names)
        page.add("KIND")
            .set("VALUE", std::string(name))
            .set("TEXT", value_text(call.language, name))
            .show("SELECTED", kind == shown.kind);
    if (shown.chosen) {
        page.show("CHOSEN").set("KIND_NAME", to_text(shown.kind));
        const auto kind = value_text(call.language, to_text(shown.kind));
        const auto typed = kept_form(page, call, title + " " + number.text + ": " + kind, shown.fields);
        add_group(page, call.language, kind, change_fields(call, shown.kind), typed, shown.errors);
    }
    if (shown.proposal) add_proposal(page, call, *shown.proposal);
    const auto frame = call.frame(title, "leases",
                                  {{call.t("Work"), ""},
                                   {call.t("Leases"), "/contracts"},
                                   {number.text, path_to("/contracts", number.text)},
                                   {title, ""}});
    return html(call.app.view.page("change", frame, page), shown.errors.empty() ? 200 : status_of(shown.errors));
}

Response choose(const Call& call) {
    Shown shown;
    if (const auto kind = parse_named<ChangeKind>(call.parameter("kind"), "kind")) {
        shown.kind = *kind;
        shown.chosen = true;
        // A link to this page may say what it is about: the machine that is sold.
        Fields said{{"effective_date", to_text(call.today())}};
        for (const auto& field : change_fields(call, *kind))
            if (const auto value = call.parameter(field.name); !value.empty()) said[field.name] = value;
        shown.fields = for_editing(std::move(said), change_fields(call, *kind));
    }
    return change_page(call, shown);
}

struct Posted {
    Shown shown;
    ChangeInput input;
};
Result<Posted> posted(const Call& call) {
    const auto form = call.form();
    if (!form) return form.errors();
    const auto kind = parse_named<ChangeKind>(form->contains("kind") ? form->at("kind") : "", "kind");
    if (!kind) return kind.errors();
    auto fields = typed_task(*form, change_fields(call, *kind));
    fields.erase("currency");
    return Posted{{*kind, true, *form, {}, {}}, {*kind, std::move(fields)}};
}

Response preview_page(const Call& call) {
    auto asked = posted(call);
    if (!asked) return change_page(call, {.errors = asked.errors()});
    auto [shown, input] = *std::move(asked);
    auto proposal = preview_change(call, {call.path_value(0)}, input);
    if (proposal)
        shown.proposal = *std::move(proposal);
    else
        shown.errors = proposal.errors();
    return change_page(call, shown);
}

// The hidden fields of a preview, which are plain already.
Result<Confirmation> posted_confirmation(const Call& call) {
    const auto form = call.form();
    if (!form) return form.errors();
    const auto kind = parse_named<ChangeKind>(form->contains("kind") ? form->at("kind") : "", "kind");
    if (!kind) return kind.errors();
    Confirmation asked{{call.path_value(0)}, posted_version(*form), {*kind, {}}, {}, call.who.name, call.app.clock()};
    if (const auto hash = form->find("proposal"); hash != form->end()) asked.hash = hash->second;
    for (const auto& field : change_fields(call, *kind))
        if (const auto value = form->find(field.name); value != form->end() && !value->second.empty())
            asked.input.fields.emplace(field.name, value->second);
    return asked;
}

Response post_change(const Call& call) {
    const auto asked = posted_confirmation(call);
    if (!asked) return change_page(call, {.errors = asked.errors()});
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto done = confirm(c, *asked);
        if (!done) return done.errors();
        const auto next = done->pending ? here(call) : path_to("/contracts", call.path_value(0));
        return Call::Changed{see_other(next + "?saved=1"), done->contract.number.text, to_text(asked->input.kind)};
    };
    return call.change("contract.change", change, [&](const Errors& errors) {
        const auto kind = asked->input.kind;
        return change_page(call, {kind, true, for_editing(asked->input.fields, change_fields(call, kind)), errors, {}});
    });
}

Response decide(const Call& call, std::string_view action,
                Result<Contract> (*decision)(db::Connection&, const Decision&)) {
    const auto id = parse_integer(call.path_value(1), 1, 1'000'000'000);
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = decision(c, {{call.path_value(0)}, id.value_or(0), call.who.name, call.app.clock()});
        if (!contract) return contract.errors();
        return Call::Changed{see_other(path_to("/contracts", call.path_value(0)) + "?saved=1"), contract->number.text,
                             call.path_value(1)};
    };
    return call.change(action, take, [&](const Errors& errors) { return change_page(call, {.errors = errors}); });
}

Response approve_page(const Call& call) { return decide(call, "contract.change.approve", approve_change); }
Response reject_page(const Call& call) { return decide(call, "contract.change.reject", reject_change); }

}  // namespace

void add_change_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string page = "/contracts/{number}/change";
    routes.push_back({"GET", page, Read, choose});
    routes.push_back({"POST", page + "/preview", ServiceContracts, preview_page});
    routes.push_back({"POST", page, ServiceContracts, post_change});
    routes.push_back({"POST", page + "/{id}/approve", ApproveContracts, approve_page});
    routes.push_back({"POST", page + "/{id}/reject", ApproveContracts, reject_page});
    add_change_api(routes);
}

}  // namespace leasebook::server
