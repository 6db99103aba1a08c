#include "db/asset_history.h"
#include "server/access/secrets.h"
#include "server/lessee_grades.h"
#include "server/record_json.h"
#include "server/register.h"

namespace leasebook::server {

template <>
const RegisterKind& kind_of<Cluster>() {
    static const RegisterKind kind{
        "clusters", "Cluster", "Clusters", "Cluster", {"code", "name", "province", "city", "stage", "centre_industry"},
        "cluster"};
    return kind;
}
template <>
const RegisterKind& kind_of<Industry>() {
    static const RegisterKind kind{
        "industries", "Industry", "Industries", "Industry", {"code", "name", "name_zh", "second_code"}, "industry"};
    return kind;
}
template <>
const RegisterKind& kind_of<Lessee>() {
    static const RegisterKind kind{"lessees",
                                   "Lessee",
                                   "Lessees",
                                   "Lessee",
                                   {"code", "name", "cluster", "industry", "size_class", "grade", "anchor_enterprise"},
                                   "lessee"};
    return kind;
}
template <>
const RegisterKind& kind_of<Supplier>() {
    static const RegisterKind kind{
        "suppliers", "Supplier", "Suppliers", "Supplier", {"code", "name", "province", "city"}};
    return kind;
}
template <>
const RegisterKind& kind_of<AssetClass>() {
    static const RegisterKind kind{"asset-classes",
                                   "Asset class",
                                   "Asset classes",
                                   "AssetClass",
                                   {"code", "name", "first_year_loss", "yearly_loss", "life_months"}};
    return kind;
}
template <>
const RegisterKind& kind_of<Asset>() {
    static const RegisterKind kind{
        "assets", "Asset", "Assets", "Asset", {"code", "serial_number", "asset_class", "cost", "acquired", "contract"}};
    return kind;
}

template <>
const RegisterKind& kind_of<Collateral>() {
    static const RegisterKind kind{"collaterals",
                                   "Collateral",
                                   "Collateral",
                                   "Collateral",
                                   {"code", "lessee", "contract", "kind", "value", "haircut", "until"}};
    return kind;
}
template <>
const RegisterKind& kind_of<Limit>() {
    static const RegisterKind kind{"limits",
                                   "Limit",
                                   "Limits",
                                   "Limit",
                                   {"code", "indicator", "item", "measure", "base", "share", "amount", "valid_from"},
                                   "",
                                   Permission::EditLimits};
    return kind;
}
template <>
const RegisterKind& kind_of<CompanyFigures>() {
    static const RegisterKind kind{"company-figures",
                                   "Company figures",
                                   "Company figures",
                                   "CompanyFigures",
                                   {"code", "date", "net_capital", "net_assets", "total_assets"},
                                   "",
                                   Permission::EditLimits};
    return kind;
}

db::ListQuery list_query(const Call& call) {
    const auto limit = parse_integer(call.parameter("limit"), 1, 1'000);
    const auto typed = call.parameter("q");  // the pages' search box; the API says search
    return {typed.empty() ? call.parameter("search") : typed, call.parameter("after"),
            limit ? static_cast<int>(*limit) : 50};
}

template <class R>
Result<Done> store_record(db::Connection& connection, const R& record, bool adding, const Call& call) {
    std::optional<R> before;
    if constexpr (std::is_same_v<R, Asset>) before = db::find<R>(connection, record.code);
    if constexpr (std::is_same_v<R, Lessee>)
        if (!adding)
            if (const auto noted = note_grade(connection, record, call.act(), call.app.clock()); !noted)
                return noted.errors();
    const auto stored = adding ? db::add(connection, record) : db::replace(connection, record);
    if constexpr (std::is_same_v<R, Asset>)
        if (stored) db::note_asset_change(connection, before, record, call.who.name, call.app.clock());
    return stored;
}

template <FieldRecord R>
std::string etag_of(const R& record) {
    std::string text;
    for (const auto& [name, value] : write_record(record)) text += name + "=" + json_string(value) + ";";
    return "\"" + sha256_hex(text).substr(0, 24) + "\"";
}

namespace {

template <class R>
Response item(const R& record, int status = 200) {
    return json_text(record_json(record), status).with("ETag", etag_of(record));
}

template <class R>
Error no_such(const std::string& code) {
    return not_found("", "There is no {0} \"{1}\".", kind_of<R>().singular, shortened(code));
}

template <class R>
db::Key<R> key_from(const std::string& code) {
    return {code};
}

template <class R>
Response list_items(const Call& call) {
    const auto page = call.app.database.read([&](db::Connection& c) { return db::list<R>(c, list_query(call)); });
    return json_text(page_json(page, record_json<R>));
}

template <class R>
Response get_item(const Call& call) {
    const auto record =
        call.app.database.read([&](db::Connection& c) { return db::find<R>(c, key_from<R>(call.path_value(0))); });
    return record ? item(*record) : problem({no_such<R>(call.path_value(0))});
}

template <class R>
Result<R> posted_record(const Call& call) {
    const auto json = call.json();
    if (!json) return json.errors();
    return read_json_record<R>(*json);
}

template <class R>
Response post_item(const Call& call) {
    const auto record = posted_record<R>(call);
    if (!record) return problem(record.errors());
    const auto add = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto added = store_record(c, *record, true, call); !added) return added.errors();
        return Call::Changed{
            item(*record, 201).with("Location", "/api/v1/" + kind_of<R>().path + "/" + record->code.text),
            record->code.text, record_json(*record)};
    };
    return call.change("register.add", add, [](const Errors& errors) { return problem(errors); });
}

template <class R>
Response put_item(const Call& call) {
    const auto record = posted_record<R>(call);
    if (!record) return problem(record.errors());
    if (record->code.text != call.path_value(0))
        return problem(
            {invalid("code", "The key cannot be changed: it is \"{0}\" here.", shortened(call.path_value(0)))});
    bool stale = false;
    const auto replace = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = db::find<R>(c, record->code);
        if (!before) return no_such<R>(record->code.text);
        const auto wanted = call.request.header("if-match");
        stale = wanted && *wanted != etag_of(*before);
        if (stale) return conflict("Somebody changed this record meanwhile. Load it again.");
        if (const auto replaced = store_record(c, *record, false, call); !replaced) return replaced.errors();
        return Call::Changed{.response = item(*record),
                             .subject = record->code.text,
                             .detail = record_json(*record),
                             .before = record_json(*before)};
    };
    return call.change("register.replace", replace,
                       [&](const Errors& errors) { return stale ? problem(412, errors) : problem(errors); });
}

}  // namespace

template <class R>
void add_register_api(std::vector<Route>& routes) {
    const auto& kind = kind_of<R>();
    const std::string path = "/api/v1/" + kind.path, one = path + "/{code}";
    routes.push_back({"GET", path, Permission::Read, list_items<R>, "List " + kind.plural, "", kind.schema + "Page"});
    routes.push_back(
        {"POST", path, kind.edited_by, post_item<R>, "Add one: " + kind.singular, kind.schema, kind.schema});
    routes.push_back({"GET", one, Permission::Read, get_item<R>, "Show one: " + kind.singular, "", kind.schema});
    routes.push_back(
        {"PUT", one, kind.edited_by, put_item<R>, "Replace one: " + kind.singular, kind.schema, kind.schema});
}

template Result<Done> store_record(db::Connection&, const Cluster&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const Industry&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const Lessee&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const Supplier&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const AssetClass&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const Asset&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const Collateral&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const Limit&, bool, const Call&);
template Result<Done> store_record(db::Connection&, const CompanyFigures&, bool, const Call&);
template std::string etag_of(const Cluster&);
template std::string etag_of(const Industry&);
template std::string etag_of(const Lessee&);
template std::string etag_of(const Supplier&);
template std::string etag_of(const AssetClass&);
template std::string etag_of(const Asset&);
template std::string etag_of(const Collateral&);
template std::string etag_of(const Limit&);
template std::string etag_of(const CompanyFigures&);
template void add_register_api<Cluster>(std::vector<Route>&);
template void add_register_api<Industry>(std::vector<Route>&);
template void add_register_api<Lessee>(std::vector<Route>&);
template void add_register_api<Supplier>(std::vector<Route>&);
template void add_register_api<AssetClass>(std::vector<Route>&);
template void add_register_api<Asset>(std::vector<Route>&);
template void add_register_api<Collateral>(std::vector<Route>&);
template void add_register_api<Limit>(std::vector<Route>&);
template void add_register_api<CompanyFigures>(std::vector<Route>&);

}  // namespace leasebook::server
