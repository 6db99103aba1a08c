#include "server/lease_life.h"

#include <map>

#include "server/books_query.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string anchor(std::string_view what, int number) { return std::string(what) + "-" + std::to_string(number); }

std::string due_text(const Call& call, const Due& due) {
    const auto kind = value_text(call.language, to_text(due.kind));
    return due.number > 0 ? kind + " " + std::to_string(due.number) : kind;
}

// An event's own fields, as a person reads them; what is zero or empty is left out.
class Details {
public:
    explicit Details(const Call& call) : call_(call) {}

    template <class T>
    void operator()(std::string_view name, const T& value) {
        const auto text = shown(value);
        if (!text.empty()) text_ += (text_.empty() ? "" : " · ") + label_of(call_.language, name) + ": " + text;
    }
    std::string text() && { return std::move(text_); }

private:
    std::string shown(Money amount) const { return amount.is_zero() ? "" : money_with_sign(amount); }
    std::string shown(Rate rate) const { return percent_text(rate, 4); }
    std::string shown(Date day) const { return date_text(day, call_.language); }
    std::string shown(int number) const { return std::to_string(number); }
    std::string shown(const std::string& text) const { return text; }
    std::string shown(const std::vector<DatedAmount>& rents) const {
        return rents.empty() ? "" : std::to_string(rents.size());
    }
    template <class Tag>
    std::string shown(const Code<Tag>& code) const {
        return code.text;
    }
    template <NamedEnum E>
    std::string shown(E value) const {
        return value_text(call_.language, to_text(value));
    }
    template <class T>
    std::string shown(const std::optional<T>& value) const {
        return value ? shown(*value) : "";
    }

    const Call& call_;
    std::string text_;
};

// The content of a lease stands on the page already.
template <class Event>
std::string details_of(const Call& call, const Event& event) {
    if constexpr (requires { event.content; }) {
        return "";
    } else {
        Details details(call);
        visit_fields(event, details);
        return std::move(details).text();
    }
}

std::string settled_text(const Call& call, const Life& life, const AppliedPayment& payment) {
    std::map<int, Money> by_due;
    for (const auto& claim : payment.settled) {
        auto [sum, fresh] = by_due.try_emplace(claim.instalment, Money::zero(claim.amount.currency()));
        sum->second += claim.amount;
    }
    std::string text;
    for (const auto& due : life.dues)
        if (const auto sum = by_due.find(due.number); sum != by_due.end())
            text += (text.empty() ? "" : "; ") + due_text(call, due) + ": " + money_text(sum->second);
    return text;
}

Money unapplied_of(const AppliedPayment& payment) {
    Money rest = payment.reversed ? Money::zero(payment.amount.currency()) : payment.amount;
    for (const auto& claim : payment.settled) rest -= claim.amount;
    return rest;
}

void add_payment_row(Data& table, const Call& call, const ContractView& view, const AppliedPayment& payment) {
    const auto& event = view.file.events.at(static_cast<std::size_t>(payment.event - 1)).event;
    const auto* received = std::get_if<PaymentReceived>(&event);
    auto& row = table.add("ROW");
    text_cell(row, date_text(payment.on, call.language), "#" + anchor("event", payment.event));
    text_cell(row, received == nullptr ? value_text(call.language, event_name(event)) : received->reference);
    number_cell(row, money_text(payment.amount));
    text_cell(row, settled_text(call, *view.life, payment), "#dues");
    number_cell(row, money_text(unapplied_of(payment)));
    const bool may = received != nullptr && !payment.reversed && call.may(Permission::PostPayments);
    if (payment.reversed)
        row.add("CELL").set("TEXT", call.t("Reversed")).set("TAG_KIND", "neg");
    else
        text_cell(row, may ? call.t("Reverse") : "",
                  may ? path_to("/contracts", view.state.number.text) + "/payments/" + std::to_string(payment.event) +
                            "/reverse"
                      : "");
}

void add_entry(Data& table, const Call& call, const db::PostedEntry& posted, const std::vector<ChartLine>& chart,
               bool of_many) {
    const auto& entry = posted.entry;
    const bool alone = posted.contract.text.empty();  // a payment that waits to be matched
    const auto contract = alone ? "/receipts" : path_to("/contracts", posted.contract.text);
    const auto behind =
        alone ? contract
              : (of_many ? contract : "") + (entry.event != 0 ? "#" + anchor("event", entry.event) : "#dues");
    const bool waits = alone && entry.rule == Rule::PaymentApplied;
    bool first = true;
    for (const auto& line : entry.lines) {
        const auto& account = chart_line(chart, line.account);
        auto& row = table.add("ROW");
        text_cell(row, first ? date_text(posted.posting_date, call.language) : "");
        if (of_many) text_cell(row, first ? posted.contract.text : "", first && !alone ? contract : "");
        auto& what = row.add("CELL");
        if (first)
            what.set("TEXT", (waits ? call.t("Unmatched payment") : value_text(call.language, to_text(entry.rule))) +
                                 (posted.reversal ? " · " + call.t("taken back") : ""))
                .set("HREF", behind)
                .set("SMALL", entry.business_date == posted.posting_date
                                  ? ""
                                  : call.t("Effective") + " " + date_text(entry.business_date, call.language));
        row.add("CELL")
            .set("TEXT", account.code + " " + localised(call.language, account.name, account.name_zh))
            .set("HREF", "/journal?account=" + to_text(line.account));
        const bool debit = !line.amount.is_negative();
        number_cell(row, debit ? money_text(line.amount) : "");
        number_cell(row, debit ? "" : money_text(-line.amount));
        first = false;
    }
}

// What stands behind a figure of the page, as of the same day and as known then.
std::string behind(const Call& call, const ContractView& view, const std::string& what) {
    return path_with(path_to("/contracts", view.state.number.text) + what,
                     {{"as_of", call.parameter("as_of")}, {"known_at", call.parameter("known_at")}});
}

}  // namespace

void add_position(Data& page, const Call& call, const ContractView& view, const AsOf& as_of) {
    const auto& position = *view.position;
    const auto figure = [&](const char* name) { return behind(call, view, std::string("/figures/") + name); };
    const auto kpi = [&](const std::string& label, Money value, const std::string& behind,
                         const std::string& note = {}) {
        page.add("KPI").set("LABEL", label).set("VALUE", money_with_sign(value)).set("HREF", behind).set("NOTE", note);
    };
    const auto balance =
        view.life->ended_on ? Money::zero(position.unapplied.currency())
                            : view.life->runs.account.balance_after(as_of.on, view.state.content.terms.financed_amount);
    kpi(call.t("Outstanding principal"), balance, "#schedule", date_text(as_of.on, call.language));
    kpi(call.t("Net investment"), position.net_investment, figure("net_investment"));
    kpi(call.t("Overdue"), position.overdue, "#dues",
        position.days_past_due == 0 ? ""
                                    : filled(call.t("{0} days past due"), {std::to_string(position.days_past_due)}));
    kpi(call.t("Late interest"), position.late_interest, "#dues");
    kpi(call.t("Unapplied"), position.unapplied, figure("unapplied"));
    kpi(call.t("Deposit held"), position.deposit, figure("deposit"));
}

void add_dues(Data& page, const Call& call, const ContractView& view) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Dues"))
        .set("ID", "dues")
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing has fallen due."));
    add_columns(
        table, call,
        {{"What"}, {"Due"}, {"Collected"}, {"Owed", true}, {"Late interest", true}, {"Paid", true}, {"Open", true}});
    for (const auto& due : view.life->dues) {
        const Money late = due.owed[ClaimComponent::LateInterest];
        const Money open = due.unpaid() + due.open(ClaimComponent::LateInterest);
        auto& row = table.add("ROW");
        text_cell(row, due_text(call, due), behind(call, view, "/dues/" + std::to_string(due.number)));
        text_cell(row, date_text(due.due_date, call.language));
        text_cell(row, date_text(due.collection_date, call.language));
        number_cell(row, money_text(due.owed.sum() - late));
        number_cell(row, money_text(late));
        number_cell(row, money_text(due.paid.sum()));
        auto& cell = row.add("CELL").set("TEXT", money_text(open)).show("NUMERIC");
        if (!due.written_off.is_zero()) cell.set("SMALL", call.t("Written off") + " " + money_text(due.written_off));
    }
}

void add_payments(Data& page, const Call& call, const ContractView& view) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Payments"))
        .set("ID", "payments")
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No payment yet."));
    add_columns(table, call, {{"Date"}, {"Reference"}, {"Amount", true}, {"Settled"}, {"Unapplied", true}, {"Status"}});
    for (const auto& payment : view.life->payments) add_payment_row(table, call, view, payment);
}

void add_undo(Data& page, const Call& call, const ContractView& view) {
    if (call.parameter("undo") != "payment" || !call.may(Permission::PostPayments) || view.file.events.empty()) return;
    const auto& [number, event] = view.file.events.back();
    const auto payment = std::ranges::find(view.life->payments, number, &AppliedPayment::event);
    if (!std::holds_alternative<PaymentReceived>(event) || payment == view.life->payments.end()) return;
    const auto path =
        path_to("/contracts", view.state.number.text) + "/payments/" + std::to_string(number) + "/reverse";
    auto& undo = page.add("UNDO").set("ACTION_PATH", path);
    undo.set("TEXT", filled(call.t("Taken by mistake? Undoing it reverses {0} as of {1}."),
                            {money_with_sign(payment->amount), date_text(payment->on, call.language)}));
    undo.add("KEPT").set("NAME", "date").set("VALUE", to_text(payment->on));
    undo.add("KEPT").set("NAME", "reason").set("VALUE", call.t("Entered by mistake"));
}

void add_journal(Data& page, const Call& call, const std::vector<db::PostedEntry>& entries,
                 const std::vector<ChartLine>& chart, bool of_many) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Journal"))
        .set("ID", "journal")
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing is posted."));
    std::vector<Heading> headings{{"Posted"}, {"What"}, {"Account"}, {"Debit", true}, {"Credit", true}};
    if (of_many) headings.insert(headings.begin() + 1, {"Contract"});
    add_columns(table, call, headings);
    for (const auto& posted : entries) add_entry(table, call, posted, chart, of_many);
}

void add_time_line(Data& page, const Call& call, const ContractView& view) {
    for (std::size_t i = 0; i < view.file.events.size(); ++i) {
        const auto& [number, event] = view.file.events[i];
        const auto& act = act_of(event);
        const auto details = std::visit([&](const auto& e) { return details_of(call, e); }, event);
        page.add("EVENT")
            .set("ID", anchor("event", number))
            .set("TEXT", std::to_string(number) + ". " + value_text(call.language, event_name(event)))
            .set("WHEN", date_text(act.on, call.language))
            .set("WHO", act.by)
            .set("DETAIL", (details.empty() ? "" : details + " · ") + call.t("Recorded") + " " +
                               db::moment_text(view.file.recorded[i]));
    }
}

}  // namespace leasebook::server
