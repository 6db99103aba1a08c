#include "server/documents/lease_documents.h"

#include "domain/rmb_capitals.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using namespace reports;

constexpr int days_to_pay = 7, second_notice_days = 30, last_notice_days = 60;

class Writer {
public:
    explicit Writer(const DocumentOfLease& lease) : lease_(lease) {
        letter.sender = lease.company.empty() ? t("The lessor") : lease.company;
        letter.reference = lease.view.state.number.text;
        letter.dated = lease.dated;
        letter.page_text = t("Page {0} of {1}");
        letter.recipient = {lease.lessee.name};
        if (lease.lessee.city) letter.recipient.push_back(*lease.lessee.city);
    }

    std::string t(std::string_view english) const { return tr(lease_.language, english); }
    std::string day(Date date) const { return date_text(date, lease_.language); }
    // In Chinese documents renminbi are written out as well.
    std::string amount(Money money) const {
        const bool capitals = lease_.language == Language::Chinese && money.currency() == CNY;
        return money_with_sign(money) + (capitals ? "（" + rmb_capitals(money) + "）" : "");
    }
    void heading(std::string_view english) { letter.blocks.push_back(Heading{t(english)}); }
    void say(std::string_view english, const std::vector<std::string>& arguments = {}) {
        letter.blocks.push_back(Paragraph{filled(t(english), arguments)});
    }

    Letter letter;

private:
    const DocumentOfLease& lease_;
};

const Contract& contract_of(const DocumentOfLease& lease) { return lease.view.state; }

void add_parties(Writer& writer, const DocumentOfLease& lease) {
    Facts facts{{{writer.t("The lessor"), writer.letter.sender},
                 {writer.t("Lessee"), lease.lessee.name + " (" + lease.lessee.code.text + ")"},
                 {writer.t("Contract"), contract_of(lease).number.text}}};
    if (lease.supplier) facts.pairs.emplace_back(writer.t("Supplier"), lease.supplier->name);
    writer.letter.blocks.push_back(std::move(facts));
}

void add_machines(Writer& writer, const DocumentOfLease& lease) {
    LetterTable table{{{writer.t("Machine"), 2},
                       {writer.t("Serial number"), 2},
                       {writer.t("Maker and model"), 3},
                       {writer.t("Cost"), 2, true}},
                      {}};
    for (const auto& asset : lease.assets)
        table.rows.push_back({asset.code.text, asset.serial_number,
                              asset.maker.value_or("") + " " + asset.model.value_or(""), money_with_sign(asset.cost)});
    writer.letter.blocks.push_back(std::move(table));
}

void add_terms(Writer& writer, const DocumentOfLease& lease) {
    const auto& content = contract_of(lease).content;
    const auto& terms = content.terms;
    Facts facts;
    const auto fact = [&](std::string_view label, std::string text) {
        facts.pairs.emplace_back(writer.t(label), std::move(text));
    };
    const auto amount_if_any = [&](std::string_view label, Money money) {
        if (!money.is_zero()) fact(label, writer.amount(money));
    };
    fact("Financed amount", writer.amount(terms.financed_amount));
    fact("Commencement", writer.day(terms.commencement));
    fact("Number of rents", std::to_string(terms.periods) + " × " + std::to_string(terms.period_months) + " " +
                                writer.t("months") + ", " + value_text(lease.language, to_text(terms.timing)));
    fact("Rent", writer.amount(content.rent));
    fact("Annual rate", percent_text(terms.annual_rate));
    fact("End of the term", writer.day(final_date(terms, content.plan)));
    amount_if_any("Balloon", terms.balloon);
    amount_if_any("Guaranteed residual", terms.guaranteed_residual);
    amount_if_any("Security deposit", content.conditions.security_deposit);
    amount_if_any("Upfront fee", content.conditions.upfront_fee);
    amount_if_any("Purchase price", content.conditions.purchase_price);
    writer.letter.blocks.push_back(std::move(facts));
}

void add_clauses(Writer& writer, const DocumentOfLease& lease) {
    const auto& conditions = contract_of(lease).content.conditions;
    if (conditions.product == Product::SaleLeaseback)
        writer.say("The lessor buys the machines named here from the lessee and leases them back for the term.");
    else
        writer.say(
            "The lessor buys the machines named here from the supplier that the lessee has chosen and leases them "
            "to the lessee for the term.");
    writer.say(
        "The lessee pays each rent on its due date, as the schedule of rents that is part of this agreement "
        "lists them, whether the machines are in use or not.");
    writer.say(
        "Title to the machines stays with the lessor, who registers it. The lessee insures and maintains them, "
        "and does not sell, pledge or sublet them.");
    writer.say("What is not paid on its due date bears late interest of {0} a day from the day after.",
               {percent_text(conditions.late_interest_daily_rate.value_or(default_late_interest), 3)});
    if (!conditions.security_deposit.is_zero())
        writer.say(
            "The deposit of {0} bears no interest. It secures what the lessee owes and is given back or set off at "
            "the end.",
            {writer.amount(conditions.security_deposit)});
    if (!conditions.purchase_price.is_zero())
        writer.say("When all is paid at the end of the term, title passes to the lessee for {0}.",
                   {writer.amount(conditions.purchase_price)});
    else
        writer.say(
            "At the end of the term the lessee gives the machines back, in good repair but for fair wear, unless "
            "both agree otherwise.");
}

void add_rows(Writer& writer, const DocumentOfLease& lease, const std::vector<ScheduleRow>& rows) {
    LetterTable table{{{writer.t("No."), 1},
                       {writer.t("Due"), 3},
                       {writer.t("Kind"), 3},
                       {writer.t("Rent"), 3, true},
                       {writer.t("Interest"), 3, true},
                       {writer.t("Principal"), 3, true},
                       {writer.t("Outstanding"), 3, true}},
                      {},
                      true};
    if (rows.empty()) return;
    const auto zero = Money::zero(rows.front().rent.currency());
    Money rent = zero, interest = zero, principal = zero;
    for (const auto& row : rows) {
        table.rows.push_back({std::to_string(row.number), writer.day(row.due_date),
                              value_text(lease.language, to_text(row.kind)), money_text(row.rent),
                              money_text(row.interest), money_text(row.principal), money_text(row.closing)});
        rent += row.rent;
        interest += row.interest;
        principal += row.principal;
    }
    table.rows.push_back(
        {"", "", writer.t("Total"), money_text(rent), money_text(interest), money_text(principal), ""});
    writer.letter.blocks.push_back(std::move(table));
}

const char* notice_of(int days_past_due) {
    if (days_past_due >= last_notice_days) return "Last notice before the lease is terminated";
    return days_past_due >= second_notice_days ? "Second notice of overdue rents" : "Reminder of overdue rents";
}

// What is open of the claims past due; answers the sum.
Money add_overdue(Writer& writer, const DocumentOfLease& lease) {
    const auto& life = *lease.view.life;
    const auto currency = contract_of(lease).content.terms.currency;
    Money sum = Money::zero(currency), interest = sum;
    LetterTable table{{{writer.t("Claim"), 3},
                       {writer.t("Due"), 3},
                       {writer.t("Days late"), 2, true},
                       {writer.t("Open"), 3, true},
                       {writer.t("Late interest"), 3, true}},
                      {},
                      true};
    for (const auto& due : life.dues) {
        const auto open = due.unpaid(), late = due.open(ClaimComponent::LateInterest);
        if (due.collection_date >= lease.dated || (open.is_zero() && late.is_zero())) continue;
        table.rows.push_back({value_text(lease.language, to_text(due.kind)) +
                                  (due.number > 0 ? " " + std::to_string(due.number) : std::string{}),
                              writer.day(due.due_date), std::to_string(days_between(due.collection_date, lease.dated)),
                              money_text(open), money_text(late)});
        sum += open;
        interest += late;
    }
    table.rows.push_back({writer.t("Total"), "", "", money_text(sum), money_text(interest)});
    writer.letter.blocks.push_back(std::move(table));
    return sum + interest;
}

}  // namespace

Letter lease_agreement(const DocumentOfLease& lease) {
    Writer writer(lease);
    writer.letter.title = writer.t("Lease agreement");
    if (contract_of(lease).status < ContractStatus::Signed) writer.letter.mark = writer.t("DRAFT");
    writer.heading("Parties");
    add_parties(writer, lease);
    writer.heading("Machines");
    add_machines(writer, lease);
    writer.heading("Amount and rents");
    add_terms(writer, lease);
    writer.heading("Conditions");
    add_clauses(writer, lease);
    writer.heading("Schedule of rents");
    add_rows(writer, lease, running_schedule(lease.view).rows);
    writer.letter.signatories = {writer.t("The lessor") + ": " + writer.letter.sender,
                                 writer.t("Lessee") + ": " + lease.lessee.name};
    return std::move(writer.letter);
}

Letter rent_schedule(const DocumentOfLease& lease) {
    Writer writer(lease);
    writer.letter.title = writer.t("Schedule of rents");
    if (contract_of(lease).status < ContractStatus::Signed) writer.letter.mark = writer.t("DRAFT");
    add_parties(writer, lease);
    add_terms(writer, lease);
    add_rows(writer, lease, running_schedule(lease.view).rows);
    return std::move(writer.letter);
}

Letter settlement_statement(const DocumentOfLease& lease, const Proposal& proposal) {
    Writer writer(lease);
    writer.letter.title = writer.t("Statement of early settlement");
    writer.say(
        "If contract {0} is settled on {1}, these amounts are due on that day. The statement holds for that day, "
        "if nothing else is paid or changed before.",
        {proposal.contract.text, writer.day(proposal.effective_on)});
    LetterTable table{{{writer.t("What"), 4}, {writer.t("Amount"), 2, true}}, {}, true};
    for (const auto& line : proposal.change.lines)
        table.rows.push_back({label_of(lease.language, line.name), money_text(line.amount)});
    if (proposal.change.total) table.rows.push_back({writer.t("To be paid"), money_text(*proposal.change.total)});
    writer.letter.blocks.push_back(std::move(table));
    if (proposal.change.total) writer.say("To be paid: {0}.", {writer.amount(*proposal.change.total)});
    return std::move(writer.letter);
}

Result<Letter> dunning_letter(const DocumentOfLease& lease) {
    const auto& position = lease.view.position;
    if (!lease.view.life || !position || (position->overdue.is_zero() && position->late_interest.is_zero()))
        return conflict("Nothing of contract {0} is overdue.", contract_of(lease).number.text);
    Writer writer(lease);
    writer.letter.title = writer.t(notice_of(position->days_past_due));
    writer.say("The following claims of contract {0} have not been paid:", {contract_of(lease).number.text});
    const auto sum = add_overdue(writer, lease);
    writer.say("Please pay {0} by {1}. Late interest goes on until then.",
               {writer.amount(sum), writer.day(lease.dated + std::chrono::days(days_to_pay))});
    if (position->days_past_due >= last_notice_days)
        writer.say(
            "If it is not paid by then, the lessor may claim all rents at once, or terminate the lease and take "
            "the machines back (Civil Code, article 752).");
    writer.say("If you have paid in the meantime, take this letter as settled.");
    return std::move(writer.letter);
}

Letter invoice_letter(const DocumentOfLease& lease, const db::IssuedInvoice& issued) {
    Writer writer(lease);
    const auto& invoice = issued.invoice;
    const bool credit = invoice.kind == InvoiceKind::CreditNote;
    writer.letter.title = writer.t(credit ? "Credit note" : "Invoice");
    writer.letter.reference = issued.number;
    writer.letter.blocks.push_back(Facts{{{writer.t("Contract"), issued.contract.text},
                                          {writer.t("Kind"), value_text(lease.language, to_text(invoice.kind))},
                                          {writer.t("Issued"), writer.day(issued.issued)},
                                          {writer.t("Due"), writer.day(invoice.due_date)}}});
    writer.letter.blocks.push_back(LetterTable{{{writer.t("What"), 4}, {writer.t("Amount"), 2, true}},
                                               {{writer.t("Net"), money_text(invoice.net)},
                                                {writer.t("VAT"), money_text(invoice.vat)},
                                                {writer.t("Gross"), money_text(invoice.net + invoice.vat)}},
                                               true});
    writer.say(credit ? "To be credited: {0}." : "To be paid: {0}.", {writer.amount(invoice.net + invoice.vat)});
    writer.say("This is no VAT special invoice (fapiao): that one is issued through the tax authority's platform.");
    return std::move(writer.letter);
}

}  // namespace leasebook::server
