#include "server/allocation.h"

#include <algorithm>

#include "server/books/bookkeeping.h"
#include "server/entry_page.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

std::vector<DatedOrder> orders_in_force(db::Connection& connection) {
    auto orders = allocation_orders(connection);
    if (orders.empty()) orders.push_back({date(1970, 1, 1), statutory_order()});
    return orders;
}

Errors check_new(const DatedOrder& order, Date today) {
    auto errors = check(order.order);
    if (order.from < today)
        errors.push_back(invalid("from",
                                 "An order of allocation holds from today on at the earliest: what was settled "
                                 "before stays settled."));
    return errors;
}

void keep_order(db::Connection& connection, const DatedOrder& order) {
    auto orders = allocation_orders(connection);
    std::erase_if(orders, [&](const DatedOrder& other) { return other.from == order.from; });
    orders.push_back(order);
    std::ranges::sort(orders, {}, &DatedOrder::from);
    keep_allocation_orders(connection, orders);
}

namespace {

constexpr std::size_t places = NamesOf<ClaimComponent>::names.size();
std::string place(std::size_t n) { return "place_" + std::to_string(n + 1); }

std::vector<FormField> order_fields(Language language) {
    std::vector<FormField> fields{
        {"from", Control::Date, 3, "", {}},
        {"precedence", Control::Select, 3, "What comes first", choices_of<AllocationPrecedence>(language)}};
    for (std::size_t n = 0; n < places; ++n)
        fields.push_back({place(n), Control::Select, 2, "", choices_of<ClaimComponent>(language)});
    return fields;
}

Fields fields_of(const DatedOrder& dated) {
    Fields fields{{"from", to_text(dated.from)}, {"precedence", to_text(dated.order.precedence)}};
    for (std::size_t n = 0; n < dated.order.components.size(); ++n)
        fields[place(n)] = to_text(dated.order.components[n]);
    return fields;
}

Result<DatedOrder> read_order(const Fields& fields, Date today) {
    DatedOrder dated;
    FieldReader reader(fields);
    reader("from", dated.from);
    reader("precedence", dated.order.precedence);
    for (std::size_t n = 0; n < places; ++n) reader(place(n), dated.order.components.emplace_back());
    auto errors = reader.errors(false);
    for (auto& error : check_new(dated, today)) errors.push_back(std::move(error));
    if (!errors.empty()) return errors;
    return dated;
}

void add_orders(Data& page, const Call& call, const std::vector<DatedOrder>& orders) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Orders of allocation")).set("SPAN", "s12");
    add_columns(table, call, {{"From"}, {"What comes first"}, {"Order"}});
    for (const auto& dated : orders) {
        auto& row = table.add("ROW");
        text_cell(row, &dated == &orders.front() && dated.from == date(1970, 1, 1)
                           ? call.t("from the beginning")
                           : date_text(dated.from, call.language));
        text_cell(row, value_text(call.language, to_text(dated.order.precedence)));
        std::string text;
        for (const auto component : dated.order.components)
            text += (text.empty() ? "" : " → ") + value_text(call.language, to_text(component));
        text_cell(row, text);
    }
}

Frame frame_of(const Call& call) {
    const auto title = call.t("Orders of allocation");
    return call.frame(title, "allocation-order", {{call.t("Books"), ""}, {title, "/allocation-order"}});
}

Response orders_page(const Call& call) {
    Data page;
    page.set("TITLE", call.t("Orders of allocation"))
        .set("SUB", call.t("In which order a payment settles what is owed; of equal claims the oldest first."));
    if (call.may(Permission::PostPayments))
        page.add("ACTION").set("TEXT", call.t("Set a new order")).set("HREF", "/allocation-order/new").show("PRIMARY");
    add_orders(page, call, call.app.database.read(orders_in_force));
    return html(call.app.view.page("books", frame_of(call), page));
}

Response form_page(const Call& call, const Fields& shown, const Errors& errors) {
    return entry_page(
        call, frame_of(call),
        {call.t("Set a new order"), "", "/allocation-order", "/allocation-order", order_fields(call.language)}, shown,
        errors);
}

Response new_page(const Call& call) {
    auto order = call.app.database.read(orders_in_force).back();
    order.from = call.today();
    return form_page(call, fields_of(order), {});
}

Response post_order(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page(call, *form, errors); };
    const auto order = read_order(as_typed(*form, order_fields(call.language)), call.today());
    if (!order) return refused(order.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        keep_order(c, *order);
        return Call::Changed{see_other("/allocation-order?saved=1"), to_text(order->from),
                             query_text(fields_of(*order))};
    };
    return call.change("allocation_order.edit", keep, refused);
}

}  // namespace

void add_allocation_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/allocation-order", Read, orders_page});
    routes.push_back({"GET", "/allocation-order/new", PostPayments, new_page});
    routes.push_back({"POST", "/allocation-order", PostPayments, post_order});
}

}  // namespace leasebook::server
