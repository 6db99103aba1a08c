#pragma once
// The register over the web and the API: one set of handlers for every kind of record, driven by visit_fields. What
// differs between kinds stands in RegisterKind.
#include <string>
#include <vector>

#include "db/register_store.h"
#include "server/routes.h"

namespace leasebook::server {

struct RegisterKind {
    std::string path;                  // "asset-classes": pages at /asset-classes, API at /api/v1/asset-classes
    std::string singular, plural;      // "Asset class", "Asset classes": keys of their translations
    std::string schema;                // "AssetClass", the component in the OpenAPI document
    std::vector<std::string> columns;  // of the list page, by field name
    std::string filter = {};           // the parameter by which the list of leases is narrowed to one of them
    Permission edited_by = Permission::EditRegister;
};

template <class R>
const RegisterKind& kind_of();
template <>
const RegisterKind& kind_of<Cluster>();
template <>
const RegisterKind& kind_of<Industry>();
template <>
const RegisterKind& kind_of<Lessee>();
template <>
const RegisterKind& kind_of<Supplier>();
template <>
const RegisterKind& kind_of<AssetClass>();
template <>
const RegisterKind& kind_of<Asset>();
template <>
const RegisterKind& kind_of<Collateral>();
template <>
const RegisterKind& kind_of<Limit>();
template <>
const RegisterKind& kind_of<CompanyFigures>();

// A strong validator over the record's fields: changes whenever any of them does.
template <FieldRecord R>
std::string etag_of(const R& record);

// Adds the record or puts it in the place of the one with its key; of an asset the change is noted in its history,
// of a lessee a grade that differs counts from today.
template <class R>
Result<Done> store_record(db::Connection& connection, const R& record, bool adding, const Call& call);

// "search", "after" and "limit" of the request.
db::ListQuery list_query(const Call& call);

// POST, GET, PUT under /api/v1 and the pages of one kind.
template <class R>
void add_register_api(std::vector<Route>& routes);
template <class R>
void add_register_pages(std::vector<Route>& routes);

}  // namespace leasebook::server
