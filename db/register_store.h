#pragma once
// The register and the market quotes in the database: one mapper over visit_fields for every kind of record, so a
// column is called what the field is called everywhere else.
//
// R is one of Cluster, Industry, Lessee, Supplier, AssetClass, Asset, Appraisal, MarketQuote, CurvePoint, UsedSale,
// Collateral, Limit, CompanyFigures.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/page.h"
#include "domain/contract.h"
#include "domain/exposure/collateral.h"
#include "domain/exposure/limit.h"
#include "domain/market.h"
#include "domain/register.h"
#include "domain/residual_curve.h"

namespace leasebook::db {

struct AppraisalKey {
    AssetCode asset;
    Date date;
};
struct MarketQuoteKey {
    std::string curve;
    Instrument instrument = Instrument::Deposit;
    std::string tenor;
    Date date;
};
struct CurvePointKey {
    AssetClassCode asset_class;
    Date valid_from;
    int age_months = 0;
};
// What a record is found by: its code, or for appraisals and quotes the fields named above.
template <class R>
struct KeyOf {
    using type = decltype(R::code);
};
template <>
struct KeyOf<Appraisal> {
    using type = AppraisalKey;
};
template <>
struct KeyOf<MarketQuote> {
    using type = MarketQuoteKey;
};
template <>
struct KeyOf<CurvePoint> {
    using type = CurvePointKey;
};
template <class R>
using Key = typename KeyOf<R>::type;

// find<Lessee>(connection, code)
template <class R>
std::optional<R> find(Connection& connection, const Key<R>& key);

// Adds a record. A taken key (or serial number) is a conflict that names it; a reference to something that is not
// there is not_found on the field that holds it.
template <class R>
Result<Done> add(Connection& connection, const R& record);

// Puts the record in the place of the one with the same key; not_found when there is none.
template <class R>
Result<Done> replace(Connection& connection, const R& record);

// Adds the record, or replaces the one with the same key.
template <class R>
Result<Done> upsert(Connection& connection, const R& record);

// Ordered by key.
template <class R>
Page<R> list(Connection& connection, const ListQuery& query);
template <class R>
std::vector<R> all(Connection& connection);
template <class R>
std::int64_t count(Connection& connection);

// Many new records in few round trips; a taken key or a missing reference throws DatabaseError, so check first.
template <class R>
void add_all(Connection& connection, std::span<const R> records);

// The references of a record that lead nowhere, each as not_found on its field. Also for ContractContent.
template <class R>
Errors missing_references(Connection& connection, const R& record);

// Oldest first.
std::vector<Appraisal> appraisals_of(Connection& connection, const AssetCode& asset);
std::vector<Asset> assets_of(Connection& connection, const ContractNumber& contract);
// A machine that its contract's entry brings or changes. Whoever keeps the book in memory takes it in with the event
// that the same transaction records, so the register does not count as changed.
Result<Done> add_with_contract(Connection& connection, const Asset& machine);
Result<Done> replace_with_contract(Connection& connection, const Asset& machine);  // it has to be there

// The quotes of the curve on the last day on or before `on` that has any; empty when no day has.
std::vector<MarketQuote> quotes_on(Connection& connection, const std::string& curve, Date on);
// The days with quotes of the curve, latest first, at most `limit`.
std::vector<Date> quote_dates(Connection& connection, const std::string& curve, int limit);
// The curves that have quotes, in alphabetical order.
std::vector<std::string> quoted_curves(Connection& connection);

}  // namespace leasebook::db
