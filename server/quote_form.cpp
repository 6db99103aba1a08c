// The controls of a quote and of a lease's terms, and what was typed into them as the request that it means.
#include "domain/holiday_rules.h"
#include "server/quote_page.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

// What the control "solve_for" offers beside the unknowns of the request: the rent for a target yield.
constexpr std::string_view rent_for_yield = "yield";
constexpr const char* not_custom = "structure:!custom";

FormField depending(FormField field, std::string when) {
    field.when = std::move(when);
    return field;
}

std::vector<Choice> months(Language language) {
    std::vector<Choice> choices;
    for (int month = 1; month <= 12; ++month) choices.push_back({std::to_string(month), month_name(month, language)});
    return choices;
}

FormGroup structure_group(Language language) {
    return {"Structure of the rents",
            {{"structure", Control::Select, 3, "", choices_of<Structure>(language)},
             depending({"interest_only_periods", Control::Number, 3, "", {}, true, "rents"},
                       "structure:interest_only_then_level"),
             depending({"rents_up_front", Control::Number, 3, "", {}, true, "rents"}, "structure:level&timing:arrears"),
             depending({"steps",
                        Control::Lines,
                        6,
                        "A step a line: from which rent, and its factor of the first rents. Example: 13 0.80",
                        {},
                        true},
                       "structure:step"),
             depending({"skip_months", Control::Checks, 6, "", months(language), true}, "structure:seasonal"),
             depending({"rents",
                        Control::Lines,
                        6,
                        "A rent a line, date and amount, also pasted from a spreadsheet. Example: 2026-02-15 10000.00",
                        {},
                        true},
                       "structure:custom")}};
}

FormGroup unknown_group(Language language) {
    auto unknowns = choices_of<pricing::SolveFor>(language);
    unknowns.insert(unknowns.begin() + 1, {std::string(rent_for_yield), value_text(language, rent_for_yield)});
    return {"To be worked out",
            {{"solve_for", Control::Select, 3, "", std::move(unknowns)},
             depending({"rent", Control::Money, 3, "The first full rent, as agreed", {}, true},
                       "solve_for:!rent,yield&structure:!custom"),
             depending({"target_yield", Control::Percent, 3, "What the lessor is to earn a year, effective", {}, true},
                       "solve_for:yield")}};
}

// The rate may follow an index. Whatever is left empty takes the default of the request.
FormGroup rate_group(Language language) {
    FormGroup group{
        "Kind of rate",
        {{"rate.index", Control::Select, 2, "Left empty: LPR1Y", choices_of<pricing::RateIndex>(language)},
         {"rate.spread", Control::Percent, 2, "Over the index, for life", {}},
         {"rate.fixing", Control::Percent, 2, "Left empty: as last published", {}},
         {"rate.reset", Control::Select, 2, "Left empty: each year", choices_of<pricing::ResetRule>(language)},
         {"rate.cap", Control::Percent, 2, "", {}},
         {"rate.floor", Control::Percent, 2, "", {}},
         {"rate.after_reset", Control::Select, 3, "Left empty: the rents are worked out anew",
          choices_of<pricing::AfterReset>(language)},
         {"rate.effect", Control::Select, 3, "", choices_of<pricing::ResetEffect>(language)},
         {"rate.direction", Control::Select, 3, "", choices_of<pricing::ResetDirection>(language)},
         {"rate.lag_days", Control::Number, 3, "Business days from observation to reset", {}}}};
    for (auto& field : group.fields) {
        field.optional = true;
        field.when = "rate.type:floating";
    }
    std::vector<Choice> types;
    for (const char* type : {"fixed", "floating"}) types.push_back({type, value_text(language, type)});
    group.fields.insert(group.fields.begin(), {"rate.type", Control::Select, 6, "", std::move(types)});
    return group;
}

std::vector<FormField> collection_fields(Language language) {
    std::vector<Choice> calendars{{std::string(default_calendar), ""}, {"NONE", ""}};
    for (const auto name : ruled_calendars()) calendars.push_back({std::string(name), ""});
    return {{"business_day", Control::Select, 3, "", choices_of<BusinessDay>(language), true},
            {"calendar", Control::Suggest, 3, "Left empty: CN", std::move(calendars), true}};
}

std::vector<FormField> fee_fields(Language language) {
    return {{"upfront_fee", Control::Money, 3, "", {}, true},
            {"initial_direct_costs", Control::Money, 3, "", {}, true},
            {"security_deposit", Control::Money, 3, "", {}, true},
            {"deposit_use", Control::Select, 3, "", choices_of<DepositUse>(language)}};
}

// An unknown is not entered; where there is no control "solve_for", everything is known.
void hide_the_unknown(std::vector<FormField>& fields) {
    const std::pair<std::string_view, const char*> conditions[] = {
        {"annual_rate", "solve_for:!rate,yield&rate.type:!floating"},
        {"financed_amount", "solve_for:!financed_amount"},
        {"balloon", "solve_for:!balloon"},
        {"unguaranteed_residual", "solve_for:!residual"}};
    for (const auto& [name, when] : conditions)
        for (auto& field : fields)
            if (field.name == name) field.when = when;
}

std::string text_in(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

}  // namespace

std::vector<FormGroup> term_groups(Language language) {
    std::vector<FormGroup> groups{
        {"Amount",
         {{"currency", Control::Select, 2, "", {{"CNY", "CNY"}, {"USD", "USD"}, {"EUR", "EUR"}}},
          {"financed_amount", Control::Money, 4, "Price of the machine without VAT, less down payment", {}}}},
        {"Terms",
         {{"commencement", Control::Date, 3, "", {}},
          depending({"first_rent_date", Control::Date, 3, "Left empty: one period on, or at once in advance", {}, true},
                    not_custom),
          {"periods", Control::Number, 2, "", {}, false, "rents"},
          {"period_months", Control::Number, 2, "1, 3, 6 or 12", {}, false, "months"},
          {"annual_rate", Control::Percent, 2, "", {}},
          {"timing", Control::Radios, 3, "", choices_of<Timing>(language)},
          {"day_count", Control::Select, 3, "", choices_of<DayCount>(language)}}},
        structure_group(language),
        {"End of term",
         {{"balloon", Control::Money, 2, "", {}, true},
          {"guaranteed_residual", Control::Money, 2, "", {}, true},
          {"unguaranteed_residual", Control::Money, 2, "", {}, true}}}};
    for (auto& group : groups) hide_the_unknown(group.fields);
    return groups;
}

std::vector<FormGroup> quote_groups(Language language) {
    auto groups = term_groups(language);
    groups.insert(groups.begin(), unknown_group(language));
    groups.insert(groups.begin() + 3, rate_group(language));
    groups.push_back({"Rents that fall due on no business day", collection_fields(language)});
    groups.push_back({"Fees and deposit", fee_fields(language)});
    groups.back().fields.push_back({"subsidy", Control::Money, 3, "", {}, true});
    return groups;
}

FormGroup conditions_group(Language language) {
    FormGroup group{"Conditions", {{"product", Control::Select, 3, "", choices_of<Product>(language)}}};
    const auto append = [&](std::vector<FormField> fields) {
        for (auto& field : fields) group.fields.push_back(std::move(field));
    };
    append(fee_fields(language));
    append({{"purchase_price", Control::Money, 3, "For which the lessee may keep the machine", {}, true}});
    append(collection_fields(language));
    append({{"late_interest_daily_rate", Control::Percent, 3, "A day; left empty: 0.05 %", {}, true},
            {"grace_days", Control::Number, 3, "Left empty: none", {}, true, "days"}});
    return group;
}

std::vector<FormField> guarantee_fields(Language language) {
    return {{"residual_guarantor", Control::Select, 3, "Left empty: the lessee",
             choices_of<ResidualGuarantor>(language), true},
            {"guarantor_name", Control::Text, 3, "Which vendor or insurer", {}, true},
            {"guarantee_trigger", Control::Text, 3, "When the guarantee is called", {}, true},
            {"guarantee_until", Control::Date, 3, "Not before the lease ends", {}, true}};
}

FormGroup own_goods_group() {
    return {"Your own goods",
            {{"goods_carrying_amount",
              Control::Money,
              3,
              "Only of your own goods: what they stand in the books for",
              {},
              true},
             {"market_rate", Control::Percent, 3, "At which your own goods are sold", {}, true}}};
}

std::vector<FormField> all_fields(const std::vector<FormGroup>& groups) {
    std::vector<FormField> fields;
    for (const auto& group : groups) fields.insert(fields.end(), group.fields.begin(), group.fields.end());
    return fields;
}

Fields first_quote(Date today) {
    return {{"currency", "CNY"},
            {"financed_amount", "1,000,000.00"},
            {"commencement", to_text(today)},
            {"periods", "36"},
            {"period_months", "1"},
            {"annual_rate", "6.5"},
            {"timing", "arrears"},
            {"day_count", "MONTHS/12"},
            {"structure", "level"},
            {"solve_for", "rent"},
            {"rate.type", "fixed"},
            {"deposit_use", "refund"}};
}

Fields typed_quote(const Fields& form, Language language) {
    Fields fields = as_typed(form, all_fields(quote_groups(language)));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    return fields;
}

Result<PricingRequest> read_typed_quote(const Fields& form, Language language) {
    auto fields = typed_quote(form, language);
    Errors errors;
    if (text_in(fields, "solve_for") == rent_for_yield) {
        fields["solve_for"] = to_text(pricing::SolveFor::Rent);
        if (!fields.contains("target_yield")) errors.push_back(invalid("target_yield", "This field cannot be empty."));
    }
    if (auto rate = fields.extract("annual_rate")) fields["rate.annual"] = rate.mapped();
    auto request = read_pricing_request(std::move(fields));
    if (request && errors.empty()) return request;
    // Without its yield the request seems to lack a rate; that is said already.
    const bool yield_missing = !errors.empty();
    if (!request)
        for (const auto& error : request.errors()) {
            if (yield_missing && error.field == "rate.annual") continue;
            errors.push_back(error);
            if (error.field == "rate.annual") errors.back().field = "annual_rate";
        }
    return errors;
}

Fields lease_of_quote(const pricing::Quote& quote, const RentPlan& plan, Language language) {
    FieldWriter writer;
    visit_fields(quote.terms, writer);
    visit_fields(plan, writer);
    return for_editing(std::move(writer).fields(), all_fields(term_groups(language)));
}

}  // namespace leasebook::server
