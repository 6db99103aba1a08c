#include "db/portfolio_store.h"

#include <unordered_map>

#include "db/record_mapper.h"
#include "db/register_store.h"

namespace leasebook::db {

namespace {

// Where each code stands in its vector.
class Positions {
public:
    explicit Positions(std::size_t expected) { positions_.reserve(expected); }
    void add(const std::string& code) { positions_.emplace(code, static_cast<std::uint32_t>(positions_.size())); }
    std::uint32_t of(const std::string& code) const {
        const auto found = positions_.find(code);
        return found == positions_.end() ? unmapped : found->second;
    }
    template <class Tag>
    std::uint32_t of(const std::optional<Code<Tag>>& code) const {
        return code ? of(code->text) : unmapped;
    }

private:
    std::unordered_map<std::string, std::uint32_t> positions_;
};

template <class R>
Positions positions_of(const std::vector<R>& records) {
    Positions positions(records.size());
    for (const auto& record : records) positions.add(record.code.text);
    return positions;
}

Positions load_lessees(Connection& connection, Portfolio& book) {
    const auto clusters = positions_of(book.clusters);
    const auto industries = positions_of(book.industries);
    auto lessees = all<Lessee>(connection);
    Positions positions(lessees.size());
    book.lessees.reserve(lessees.size());
    for (auto& lessee : lessees) {
        positions.add(lessee.code.text);
        book.lessees.push_back({std::move(lessee.code), std::move(lessee.name), clusters.of(lessee.cluster),
                                industries.of(lessee.industry)});
    }
    return positions;
}

Positions load_contracts(Connection& connection, const Positions& lessees, Portfolio& book) {
    const auto rows = connection.stream("SELECT `number`, `status`, " + quoted(columns_of<ContractContent>()) +
                                        " FROM `contracts` ORDER BY `number`");
    Positions positions(book.lessees.size());
    while (rows->step()) {
        auto& contract = book.contracts.emplace_back();
        ContractContent content;
        RowReader reader(*rows);
        reader("number", contract.number);
        reader("status", contract.status);
        visit_fields(content, reader);
        contract.lessee = lessees.of(content.lessee.text);
        contract.terms = content.terms;
        contract.plan = std::move(content.plan);
        contract.rent = content.rent;
        positions.add(contract.number.text);
    }
    return positions;
}

Positions load_assets(Connection& connection, const Positions& contracts, Portfolio& book) {
    const auto classes = positions_of(book.asset_classes);
    const auto rows = connection.stream("SELECT " + quoted(columns_of<Asset>()) + " FROM `assets` ORDER BY `code`");
    Positions positions(book.contracts.size());
    while (rows->step()) {
        auto& placed = book.assets.emplace_back();
        placed.asset = read_row<Asset>(*rows);
        placed.contract = contracts.of(placed.asset.contract);
        placed.asset_class = classes.of(placed.asset.asset_class.text);
        positions.add(placed.asset.code.text);
    }
    return positions;
}

void load_appraisals(Connection& connection, const Positions& assets, Date as_of, Portfolio& book) {
    // In the order of their dates, so that the last one stays.
    const auto rows =
        connection.stream("SELECT " + quoted(columns_of<Appraisal>()) + " FROM `appraisals` WHERE `date` <= '" +
                          to_text(as_of) + "' ORDER BY `asset`, `date`");
    while (rows->step()) {
        auto appraisal = read_row<Appraisal>(*rows);
        const auto position = assets.of(appraisal.asset.text);
        if (position != unmapped) book.assets[position].appraisal = std::move(appraisal);
    }
}

}  // namespace

Portfolio load_portfolio(Connection& connection, Date as_of) {
    Portfolio book;
    book.clusters = all<Cluster>(connection);
    book.industries = all<Industry>(connection);
    book.asset_classes = all<AssetClass>(connection);
    const auto lessees = load_lessees(connection, book);
    const auto contracts = load_contracts(connection, lessees, book);
    const auto assets = load_assets(connection, contracts, book);
    load_appraisals(connection, assets, as_of, book);
    return book;
}

std::unordered_map<std::string, Appraisal> previous_appraisals(Connection& connection, Date as_of) {
    const auto until = " WHERE `date` <= '" + to_text(as_of) + "'";
    const auto rows = connection.stream("SELECT " + quoted(columns_of<Appraisal>()) + " FROM `appraisals`" + until +
                                        " AND `asset` IN (SELECT `asset` FROM `appraisals`" + until +
                                        " GROUP BY `asset` HAVING COUNT(*) > 1) ORDER BY `asset`, `date`");
    std::unordered_map<std::string, Appraisal> previous, last;
    while (rows->step()) {
        auto appraisal = read_row<Appraisal>(*rows);
        const auto key = appraisal.asset.text;
        if (const auto known = last.find(key); known != last.end())
            previous.insert_or_assign(key, std::move(known->second));
        last.insert_or_assign(key, std::move(appraisal));
    }
    return previous;
}

}  // namespace leasebook::db
