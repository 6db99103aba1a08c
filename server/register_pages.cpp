// The register as pages: list, record and form of every kind, from the fields that each record names.
#include <algorithm>
#include <type_traits>

#include "db/register_list.h"
#include "server/entry_page.h"
#include "server/lessee_grades.h"
#include "server/lists.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/register_forms.h"
#include "server/tables.h"
#include "server/watch_pages.h"

namespace leasebook::server {

namespace {

template <class R>
std::string home() {
    return "/" + kind_of<R>().path;
}

template <class R>
Frame frame_of(const Call& call, const std::string& title, std::vector<Crumb> tail) {
    std::vector<Crumb> crumbs{{call.t("Register"), ""}, {call.t(kind_of<R>().plural), tail.empty() ? "" : home<R>()}};
    crumbs.insert(crumbs.end(), tail.begin(), tail.end());
    return call.frame(title, kind_of<R>().path, std::move(crumbs));
}

// A field of a record as a cell, with a link where it names another record.
struct ShownField {
    std::string name;
    reports::ColumnType type;
    ListCell cell;
};

// Visits a record and makes a cell of each field.
class CellMaker {
public:
    std::vector<ShownField> fields;

    template <class T>
    void operator()(std::string_view name, const T& value) {
        fields.push_back({std::string(name), type_of(value), cell(value)});
    }

private:
    using Type = reports::ColumnType;
    static Type type_of(const std::string&) { return Type::Text; }
    static Type type_of(int) { return Type::Count; }
    static Type type_of(Money) { return Type::Amount; }
    static Type type_of(Rate) { return Type::Share; }
    static Type type_of(Date) { return Type::Day; }
    static Type type_of(Currency) { return Type::Text; }
    template <NamedEnum E>
    static Type type_of(E) {
        return Type::Word;
    }
    template <class Tag>
    static Type type_of(const Code<Tag>&) {
        return Type::Text;
    }
    template <class T>
    static Type type_of(const std::optional<T>&) {
        return type_of(T{});
    }

    static ListCell cell(const std::string& value) { return {value}; }
    static ListCell cell(int value) { return {std::int64_t{value}}; }
    static ListCell cell(Money value) { return {value}; }
    static ListCell cell(Rate value) { return {value}; }
    static ListCell cell(Date value) { return {value}; }
    static ListCell cell(Currency value) { return {value.text()}; }
    template <NamedEnum E>
    static ListCell cell(E value) {
        return {to_text(value)};
    }
    template <class Tag>
    static ListCell cell(const Code<Tag>& value) {
        return {value.text, path_to(register_path<Code<Tag>>(), value.text)};
    }
    template <class T>
    static ListCell cell(const std::optional<T>& value) {
        return value ? cell(*value) : ListCell{};
    }
};

template <class R>
std::vector<ShownField> fields_of(const R& record) {
    CellMaker maker;
    visit_fields(record, maker);
    return std::move(maker.fields);
}

template <class R>
std::vector<ListCell> cells_of(const R& record) {
    std::vector<ListCell> cells;
    for (auto& field : fields_of(record)) cells.push_back(std::move(field.cell));
    return cells;
}

// Every field is a column; those that the kind names are the usual ones.
template <class R>
const List& list_of() {
    static const List list = [] {
        List made{home<R>(), kind_of<R>().plural, {}, "code"};
        const auto has = [](const auto& names, const auto& name) { return std::ranges::count(names, name) > 0; };
        for (const auto& [name, type, cell] : fields_of(R{}))
            made.columns.push_back(
                {name, type, has(kind_of<R>().columns, name), has(db::columns_sorted_by<R>(), name)});
        return made;
    }();
    return list;
}

db::ListOrder order_of(const ShownList& list) {
    const auto& sort = list.sort();
    const bool descending = sort.starts_with('-');
    return {descending ? sort.substr(1) : sort, descending};
}

template <class R>
Response list_page(const Call& call) {
    const auto& kind = kind_of<R>();
    const ShownList shown(call, list_of<R>());
    if (auto plain = shown.plain_address()) return *std::move(plain);
    const auto list = call.app.database.read(
        [&](db::Connection& c) { return db::list_in_order<R>(c, list_query(call), order_of(shown)); });
    Data page;
    shown.fill(page);
    page.set("EMPTY_TEXT", call.t("Nothing here matches."));
    page.show("CONTROLS").add("SEARCH").set("QUERY", call.parameter("q")).set("HINT", call.t("Key or name"));
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    if (call.may(kind.edited_by))
        page.add("ACTION").set("TEXT", call.t("Add")).set("HREF", home<R>() + "/new").show("PRIMARY").show("ADD");
    for (const auto& record : list.rows) shown.add_row(page, cells_of(record));
    add_pager(page, call, list.next);
    return html(call.app.view.page("list", frame_of<R>(call, call.t(kind.plural), {}), page));
}

template <class R>
Response list_file(const Call& call) {
    const ShownList shown(call, list_of<R>());
    auto file = shown.file();
    auto query = list_query(call);
    query.after.clear();
    query.limit = 1'000;
    call.app.database.read([&](db::Connection& c) {
        do {
            const auto page = db::list_in_order<R>(c, query, order_of(shown));
            for (const auto& record : page.rows) shown.add_row(file, cells_of(record));
            query.after = page.next;
        } while (!query.after.empty() && file.rows.size() < most_rows_in_file);
    });
    return shown.answer(std::move(file), !query.after.empty());
}

template <class R>
Response record_page(const Call& call) {
    const auto code = call.path_value(0);
    const auto record = call.app.database.read([&](db::Connection& c) { return db::find<R>(c, {code}); });
    if (!record)
        return no_such_page(call, not_found("", "There is no {0} \"{1}\".", kind_of<R>().singular, shortened(code)));
    Data page;
    std::string title = code;
    if constexpr (requires { record->name; }) title = record->name;
    page.set("TITLE", title).set("SUB", call.t(kind_of<R>().singular));
    if (call.may(kind_of<R>().edited_by))
        page.add("ACTION").set("TEXT", call.t("Edit")).set("HREF", path_to(home<R>(), code) + "/edit");
    if constexpr (std::is_same_v<R, Lessee> || std::is_same_v<R, Cluster> || std::is_same_v<R, Industry>)
        page.add("ACTION")
            .set("TEXT", call.t("Leases"))
            .set("HREF", "/contracts?" + kind_of<R>().filter + "=" + path_to("", code).substr(1));
    for (const auto& field : fields_of(*record))
        page.add("PAIR")
            .set("LABEL", label_of(call.language, field.name))
            .set("TEXT", text_of(call.language, field.cell.value, field.type))
            .set("HREF", field.name == "code" ? "" : field.cell.href);
    if constexpr (std::is_same_v<R, Lessee>) {
        add_grade_history(page, call, *record);
        add_alerts(page, call, record->code, {});
    }
    return html(call.app.view.page("record", frame_of<R>(call, title, {{title, ""}}), page));
}

template <class R>
Response form_page(const Call& call, const std::string& code, const Fields& shown, const Errors& errors) {
    const auto& kind = kind_of<R>();
    const auto title = code.empty() ? call.t("New") + ": " + call.t(kind.singular) : call.t("Edit") + ": " + code;
    const auto back = code.empty() ? home<R>() : path_to(home<R>(), code);
    return entry_page(call, frame_of<R>(call, title, {{title, ""}}),
                      {title, "", code.empty() ? back : back + "/edit", back, register_form<R>(call)}, shown, errors);
}

// A new record starts from its defaults, but without the zeros that stand for "not said yet".
template <class R>
Response new_page(const Call& call) {
    auto fields = write_record(R{});
    std::erase_if(fields, [](const auto& field) {
        return field.second == to_text(Date{}) || field.second == to_text(Money{}) || field.second == to_text(Rate{});
    });
    return form_page<R>(call, "", fields, {});
}

template <class R>
Response edit_page(const Call& call) {
    const auto code = call.path_value(0);
    const auto record = call.app.database.read([&](db::Connection& c) { return db::find<R>(c, {code}); });
    if (!record)
        return no_such_page(call, not_found("", "There is no {0} \"{1}\".", kind_of<R>().singular, shortened(code)));
    return form_page<R>(call, code, for_editing(write_record(*record), register_form<R>(call)), {});
}

template <class R>
Result<R> typed_record(const Call& call, const Fields& form) {
    auto fields = as_typed(form, register_form<R>(call));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    return read_record<R>(fields);
}

template <class R>
Response post_form(const Call& call, const std::string& code) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page<R>(call, code, *form, errors); };
    const auto record = typed_record<R>(call, *form);
    if (!record) return refused(record.errors());
    if (!code.empty() && record->code.text != code)
        return refused({invalid("code", "The key cannot be changed: it is \"{0}\" here.", code)});
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = code.empty() ? std::optional<R>{} : db::find<R>(c, record->code);
        if (const auto stored = store_record(c, *record, code.empty(), call); !stored) return stored.errors();
        return Call::Changed{.response = see_other(path_to(home<R>(), record->code.text) + "?saved=1"),
                             .subject = record->code.text,
                             .detail = record_json(*record),
                             .before = before ? record_json(*before) : std::string{}};
    };
    return call.change(code.empty() ? "register.add" : "register.replace", store, refused);
}

template <class R>
Response post_new(const Call& call) {
    return post_form<R>(call, "");
}
template <class R>
Response post_edit(const Call& call) {
    return post_form<R>(call, call.path_value(0));
}

}  // namespace

template <class R>
void add_register_pages(std::vector<Route>& routes) {
    using enum Permission;
    const auto all = home<R>(), one = all + "/{code}";
    const auto editing = kind_of<R>().edited_by;
    // Limits have a page of their own, with their use.
    if constexpr (!std::is_same_v<R, Limit>) {
        routes.push_back({"GET", all, Read, list_page<R>});
        routes.push_back({"GET", all + "/export", Read, list_file<R>});
    }
    routes.push_back({"GET", all + "/new", editing, new_page<R>});
    routes.push_back({"POST", all, editing, post_new<R>});
    // Machines and their classes too.
    if constexpr (!std::is_same_v<R, Asset> && !std::is_same_v<R, AssetClass>)
        routes.push_back({"GET", one, Read, record_page<R>});
    routes.push_back({"GET", one + "/edit", editing, edit_page<R>});
    routes.push_back({"POST", one + "/edit", editing, post_edit<R>});
}

void add_register_routes(std::vector<Route>& routes) {
    const auto add = [&]<class R>(const R*) {
        add_register_pages<R>(routes);
        add_register_api<R>(routes);
    };
    add(static_cast<const Cluster*>(nullptr));
    add(static_cast<const Industry*>(nullptr));
    add(static_cast<const Lessee*>(nullptr));
    add(static_cast<const Supplier*>(nullptr));
    add(static_cast<const AssetClass*>(nullptr));
    add(static_cast<const Asset*>(nullptr));
    add(static_cast<const Collateral*>(nullptr));
    add(static_cast<const Limit*>(nullptr));
    add(static_cast<const CompanyFigures*>(nullptr));
}

}  // namespace leasebook::server
