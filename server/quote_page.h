#pragma once
// What the quote page and the lease form share: the controls of the terms, and the answer that stands beside them.
#include <string>
#include <vector>

#include "server/call.h"
#include "server/curves.h"
#include "server/quote_request.h"
#include "server/web/form.h"

namespace leasebook::server {

struct FormGroup {
    std::string title;  // English, a key of the catalogue
    std::vector<FormField> fields;
};

// The controls of a quote, in their groups.
std::vector<FormGroup> quote_groups(Language language);
// The controls of the terms alone, as a lease stores them.
std::vector<FormGroup> term_groups(Language language);
// What a lease agrees on beside its rents: product, fees, deposit, collection and paying late.
FormGroup conditions_group(Language language);
// Of the guaranteed residual, and of a manufacturer or dealer lessor; a quote says nothing of either.
std::vector<FormField> guarantee_fields(Language language);
FormGroup own_goods_group();
std::vector<FormField> all_fields(const std::vector<FormGroup>& groups);

// The example a new quote starts from, commencing on the day.
Fields first_quote(Date today);

// A posted quote or lease form in the names of the request: what was typed made plain, empty controls left out.
Fields typed_quote(const Fields& form, Language language);

// The terms and the plan of a priced quote as they stand in the controls of a lease.
Fields lease_of_quote(const pricing::Quote& quote, const RentPlan& plan, Language language);

// The same request as an answer to that form: an error on "rate.annual" belongs to the control "annual_rate".
Result<PricingRequest> read_typed_quote(const Fields& form, Language language);

struct Priced {
    pricing::Quote quote;
    std::vector<Date> pay_dates;  // one a row of the schedule
    Errors curve_errors;          // why there are no market values; empty when there are
};
Result<Priced> price_on_curve(Curves& curves, const PricingRequest& request);

// Where the errors of an unfinished quote are listed: beside the form, or in the form itself already.
enum class Problems { Shown, InTheForm };
// Fills the part "quote_result" from what stands in the form.
void fill_quote_result(Data& page, const Call& call, const Fields& form, Problems problems);

// Rows, subtotals per year, and totals of a rent schedule; of a floating rate, the rate that each row carries; with
// pay dates, the day that each row is collected on.
void fill_schedule(Data& page, const Schedule& schedule, Language language, const std::vector<Rate>& row_rates = {},
                   const std::vector<Date>& pay_dates = {});
// Interest and principal a year, as bars.
void draw_cash_flows(Data& page, const Schedule& schedule, const Call& call);

}  // namespace leasebook::server
