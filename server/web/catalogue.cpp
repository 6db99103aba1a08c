#include "server/web/catalogue.h"

#include <algorithm>
#include <array>
#include <utility>

#include "embedded/catalogues.h"

namespace leasebook::server {

namespace {

// One entry of a .po file while its lines are read.
struct Entry {
    std::string id, text;
    bool fuzzy = false;
    std::string* part = nullptr;  // what the next quoted line is added to
};

[[noreturn]] void refuse(int line, const char* why) {
    throw InvariantBroken("catalogue line " + std::to_string(line) + ": " + why);
}

std::string unquoted(std::string_view quoted, int line) {
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') refuse(line, "text in quotes expected");
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string text;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        if (quoted[i] != '\\') {
            text += quoted[i];
            continue;
        }
        if (++i == quoted.size()) refuse(line, "backslash at the end");
        text += quoted[i] == 'n' ? '\n' : quoted[i];
    }
    return text;
}

void keep(Catalogue& catalogue, Entry& entry) {
    if (!entry.id.empty() && !entry.text.empty() && !entry.fuzzy) catalogue.insert_or_assign(entry.id, entry.text);
    entry = {};
}

void read_line(Catalogue& catalogue, Entry& entry, std::string_view line, int number) {
    if (line.starts_with("#,")) {
        keep(catalogue, entry);
        entry.fuzzy = line.find("fuzzy") != std::string_view::npos;
    } else if (line.starts_with("msgid ")) {
        if (!entry.fuzzy || !entry.id.empty()) keep(catalogue, entry);
        entry.id = unquoted(line.substr(6), number);
        entry.part = &entry.id;
    } else if (line.starts_with("msgstr ")) {
        entry.text = unquoted(line.substr(7), number);
        entry.part = &entry.text;
    } else if (line.starts_with("\"")) {
        if (!entry.part) refuse(number, "text belongs to no msgid");
        *entry.part += unquoted(line, number);
    } else if (!line.empty() && !line.starts_with("#")) {
        refuse(number, "msgid or msgstr expected");
    }
}

using Worded = std::pair<std::string_view, std::string_view>;

// Where the name of a field in JSON is not what a person would call it.
constexpr auto labels = std::to_array<Worded>({
    {"acquired", "Acquired on"},
    {"action", "What is done"},
    {"age_months", "Age in months"},
    {"amber_days", "Amber from, past due"},
    {"amber_fall", "Amber from, appraisal"},
    {"amber_grade", "Amber from, rating"},
    {"amber_late", "Amber from, more than 30 days past due"},
    {"amber_npl", "Amber from, NPL ratio"},
    {"amber_roll", "Amber from, falling past due a month"},
    {"anchor", "Anchor enterprise"},
    {"anchor_enterprise", "Core enterprise"},
    {"annual_rate", "Lease rate a year"},
    {"as_of", "As of"},
    {"at_risk_stressed", "At risk under stress"},
    {"business_day", "Collected"},
    {"by", "Done by"},
    {"calendar", "Business calendar"},
    {"carrying", "Carrying amount"},
    {"centre_industry", "Leading industry"},
    {"classification_override", "Why the product stands against the tests"},
    {"cluster_contracts", "Fewest contracts"},
    {"code", "Code"},
    {"commencement", "Commencement date"},
    {"condition_b", "Condition B counts"},
    {"condition_c", "Condition C counts"},
    {"condition_d", "Condition D counts"},
    {"contract", "Lease"},
    {"cost", "Cost without VAT"},
    {"decisive_test", "Test that decides"},
    {"disbursed_month", "Disbursed in the month"},
    {"disbursed_year", "Disbursed in the year"},
    {"exposure_share", "Share of exposure"},
    {"financed_month", "Financed in the month"},
    {"financed_year", "Financed in the year"},
    {"first_rent_date", "First rent on"},
    {"first_year_loss", "Loss of value in the first year"},
    {"forced_sale_haircut", "Taken off for a forced sale"},
    {"grade", "Rating"},
    {"group", "Company group"},
    {"herfindahl", "HHI"},
    {"herfindahl_lessees", "HHI lessees"},
    {"hurdle_rate", "Return on capital"},
    {"implicit_rate", "Implicit rate"},
    {"insurance_days", "Warn before"},
    {"interest_only_periods", "Rents of interest alone"},
    {"irr_periodic", "Yield per period"},
    {"keep", "What stays"},
    {"known_at", "As known at"},
    {"late_interest_daily_rate", "Late interest a day"},
    {"lgd_floor", "Least loss"},
    {"life_months", "Useful life in months"},
    {"lien_registered", "Title registered on"},
    {"lien_registration", "Title registration no."},
    {"lien_until", "Title registered until"},
    {"limit_share", "Limit, share"},
    {"minus_100_bp", "−100 bp"},
    {"minus_200_bp", "−200 bp"},
    {"modified_duration", "Modified duration"},
    {"months_to_sale", "Time to sell"},
    {"name_zh", "Chinese name"},
    {"new_in_month", "New in the month"},
    {"new_password", "New password"},
    {"non_performing", "Non-performing"},
    {"non_performing_share", "Non-performing, share"},
    {"npl", "NPL"},
    {"npv", "Net present value"},
    {"number", "No."},
    {"of_limit", "Share of limit"},
    {"on", "On"},
    {"operating_cost_upfront", "Cost of writing a lease"},
    {"operating_cost_yearly", "Running cost a year"},
    {"pd_a", "Rating A"},
    {"pd_aa", "Rating AA"},
    {"pd_aaa", "Rating AAA"},
    {"pd_b", "Rating B"},
    {"pd_bb", "Rating BB"},
    {"pd_bbb", "Rating BBB"},
    {"pd_ccc", "Rating CCC"},
    {"pd_unrated", "Not rated"},
    {"period_months", "Months between rents"},
    {"periods", "Number of rents"},
    {"place_1", "First"},
    {"place_2", "Second"},
    {"place_3", "Third"},
    {"place_4", "Fourth"},
    {"place_5", "Fifth"},
    {"place_6", "Sixth"},
    {"plus_100_bp", "+100 bp"},
    {"plus_200_bp", "+200 bp"},
    {"prudence", "Share of the estimate that is booked"},
    {"pv01", "Value of one basis point"},
    {"q", "Search"},
    {"rate_start", "New rate counts"},
    {"rate.after_reset", "A reset works out anew"},
    {"rate.annual", "Lease rate a year"},
    {"rate.cap", "Highest rate"},
    {"rate.direction", "The rate goes"},
    {"rate.effect", "A reset counts"},
    {"rate.fixing", "Index agreed for the start"},
    {"rate.floor", "Lowest rate"},
    {"rate.index", "Index"},
    {"rate.lag_days", "Observed before"},
    {"rate.reset", "Set anew"},
    {"rate.spread", "Spread"},
    {"rate.type", "Kind of rate"},
    {"rate_start", "New rate counts"},
    {"red_days", "Red from, past due"},
    {"red_fall", "Red from, appraisal"},
    {"red_grade", "Red from, rating"},
    {"red_late", "Red from, more than 30 days past due"},
    {"red_npl", "Red from, NPL ratio"},
    {"red_roll", "Red from, falling past due a month"},
    {"rent_rule", "A reset works out anew"},
    {"rents", "Rents, each on its date"},
    {"repeated_password", "New password again"},
    {"sales_million_eur", "Sales in EUR million"},
    {"second_code", "Second code (ISIC or NAICS)"},
    {"share_of_base", "% of base"},
    {"share_of_limit", "% of limit"},
    {"size_class", "Size"},
    {"skip_months", "Months without rent"},
    {"standard_usage", "Standard use a year"},
    {"sub_ledger", "Sub-ledger"},
    {"timing", "Rent due"},
    {"top_1", "Largest 1"},
    {"top_10", "Largest 10"},
    {"top_5", "Largest 5"},
    {"usage", "Meter reading"},
    {"usage_date", "Meter read on"},
    {"usage_exponent", "Exponent of use"},
    {"usage_unit", "Meter counts"},
    {"user_name", "User name"},
    {"username", "User name"},
    {"value", "Appraised value"},
    {"vat", "VAT"},
    {"vat_share", "VAT, share"},
    {"yearly_loss", "Loss of value in each later year"},
});

constexpr auto values = std::to_array<Worded>({
    {"advance", "In advance"},
    {"annual_jan1", "Each 1 January"},
    {"arrears", "In arrears"},
    {"both", "Up and down"},
    {"bullet", "All at the end"},
    {"buy_out", "Buy-out"},
    {"custom", "Each rent on its own date"},
    {"deferred_output_vat", "Deferred output VAT"},
    {"down_only", "Down only"},
    {"input_vat", "Input VAT"},
    {"interest_only_then_level", "Interest alone, then level"},
    {"keep_principal", "The interest alone"},
    {"keep_rent", "The number of rents"},
    {"km", "km"},
    {"linear", "Equal principal"},
    {"lpr", "Loan prime rate (LPR)"},
    {"next_due_after_publication", "With the first rent after each publication"},
    {"next_period", "From the next rent period on"},
    {"non_performing_share", "Non-performing, share"},
    {"offset_last_rents", "Set off against the last rents"},
    {"output_vat", "Output VAT"},
    {"recovered", "Recovered after a write-off"},
    {"refund", "Given back at the end"},
    {"relevel", "The rents"},
    {"residual-curves", "Residual curves"},
    {"split_period", "At once, by days"},
    {"step", "Stepped"},
    {"taken_on", "Taken on from a running book"},
    {"vat", "VAT"},
    {"write_off", "Write-off"},
    {"yield", "Rent for a target yield"},
});

template <std::size_t N>
std::string worded(const std::array<Worded, N>& special, std::string_view name) {
    const auto found = std::ranges::find(special, name, &Worded::first);
    if (found != special.end()) return std::string(found->second);
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

}  // namespace

Language parse_language(std::string_view code) {
    return code.starts_with("zh") ? Language::Chinese : Language::English;
}

std::string_view code_of(Language language) { return language == Language::Chinese ? "zh-CN" : "en"; }

Catalogue read_catalogue(std::string_view po) {
    Catalogue catalogue;
    Entry entry;
    for (int number = 1; !po.empty(); ++number) {
        const auto end = std::min(po.find('\n'), po.size());
        std::string_view line = po.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        read_line(catalogue, entry, line, number);
        po.remove_prefix(std::min(end + 1, po.size()));
    }
    keep(catalogue, entry);
    return catalogue;
}

const Catalogue& catalogue_of(Language language) {
    static const Catalogue none;
    static const Catalogue chinese = [] {
        for (const auto& file : embedded::catalogues())
            if (file.name == "zh_CN.po") return read_catalogue(file.bytes);
        throw InvariantBroken("the Chinese catalogue is built in");
    }();
    return language == Language::Chinese ? chinese : none;
}

std::string tr(Language language, std::string_view english) {
    const Catalogue& catalogue = catalogue_of(language);
    const auto found = catalogue.find(english);
    return found == catalogue.end() ? std::string(english) : found->second;
}

std::string tr(Language language, const Error& error) { return filled(tr(language, error.text), error.arguments); }

std::string english_label(std::string_view field) { return worded(labels, field); }
std::string label_of(Language language, std::string_view field) { return tr(language, english_label(field)); }
std::string english_value(std::string_view name) { return worded(values, name); }
std::string value_text(Language language, std::string_view name) { return tr(language, english_value(name)); }

}  // namespace leasebook::server
