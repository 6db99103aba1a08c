#include "db/portfolio_store.h"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

#include "db/grade_store.h"
#include "db/record_mapper.h"
#include "db/register_store.h"
#include "db/residual_fit_store.h"

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

// Names that many records share, each once. Numbered as they come, and put in order when all are there.
class SharedNames {
public:
    std::uint32_t of(const std::optional<std::string>& name) {
        if (!name) return unmapped;
        const auto [found, added] = positions_.try_emplace(*name, static_cast<std::uint32_t>(positions_.size()));
        return found->second;
    }
    // Fills the names; answers where each number stands among them.
    std::vector<std::uint32_t> order_into(std::vector<std::string>& names) const {
        std::vector<std::uint32_t> places(positions_.size());
        names.reserve(positions_.size());
        for (const auto& [name, number] : positions_) {
            places[number] = static_cast<std::uint32_t>(names.size());
            names.push_back(name);
        }
        return places;
    }

private:
    std::map<std::string, std::uint32_t> positions_;
};

void place(std::uint32_t& position, const std::vector<std::uint32_t>& places) {
    if (position != unmapped) position = places[position];
}

Positions load_lessees(Connection& connection, Date as_of, Portfolio& book) {
    const auto clusters = positions_of(book.clusters);
    const auto industries = positions_of(book.industries);
    auto lessees = all<Lessee>(connection);
    const auto changed = grades_on(connection, as_of);
    Positions positions(lessees.size());
    book.lessees.reserve(lessees.size());
    SharedNames groups, anchors, provinces;
    for (auto& lessee : lessees) {
        positions.add(lessee.code.text);
        const auto known = changed.find(lessee.code.text);
        book.lessees.push_back({std::move(lessee.code), std::move(lessee.name), clusters.of(lessee.cluster),
                                industries.of(lessee.industry), known == changed.end() ? lessee.grade : known->second,
                                lessee.size_class, lessee.related_party, groups.of(lessee.group),
                                anchors.of(lessee.anchor_enterprise), provinces.of(lessee.province)});
    }
    const auto group_places = groups.order_into(book.groups), anchor_places = anchors.order_into(book.anchors),
               province_places = provinces.order_into(book.provinces);
    for (auto& lessee : book.lessees) {
        place(lessee.group, group_places);
        place(lessee.anchor, anchor_places);
        place(lessee.province, province_places);
    }
    return positions;
}

// What the book takes of a contract's content and of an asset: of a million of them nothing else is read.
struct BookedContent {
    ContractContent content;
};
void visit_fields(auto& booked,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(booked)>, BookedContent> {
    field("lessee", booked.content.lessee);
    field("supplier", booked.content.supplier);
    visit_fields(booked.content.terms, field);
    visit_fields(booked.content.plan, field);
    field("rent", booked.content.rent);
    field("product", booked.content.conditions.product);
    field("branch", booked.content.branch);
}
struct BookedMachine {
    Machine machine;
};
void visit_fields(auto& booked,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(booked)>, BookedMachine> {
    field("code", booked.machine.code);
    field("asset_class", booked.machine.asset_class);
    field("contract", booked.machine.contract);
    field("currency", booked.machine.currency);
    field("cost", booked.machine.cost);
    field("acquired", booked.machine.acquired);
    field("usage_date", booked.machine.usage_date);
    field("insured_until", booked.machine.insured_until);
    field("usage", booked.machine.usage);
    field("usage_unit", booked.machine.usage_unit);
    field("condition", booked.machine.condition);
}

std::string select_contract() {
    return "SELECT `number`, `status`, `version`, " + quoted(columns_of<BookedContent>()) + " FROM `contracts`";
}

void take_terms(const ContractContent& content, PortfolioContract& contract) {
    contract.terms = content.terms;
    contract.plan = content.plan;
    contract.rent = content.rent;
    contract.product = content.conditions.product;
}

// A row of it, but for what it refers to: that is in the content.
PortfolioContract contract_at(Statement& row, ContractContent& content) {
    BookedContent booked;
    PortfolioContract contract;
    RowReader reader(row);
    reader("number", contract.number);
    reader("status", contract.status);
    reader("version", contract.version);
    visit_fields(booked, reader);
    content = std::move(booked.content);
    take_terms(content, contract);
    return contract;
}

Positions load_contracts(Connection& connection, const Positions& lessees, Portfolio& book) {
    const auto rows = connection.stream(select_contract() + " ORDER BY `number`");
    Positions positions(book.lessees.size());
    const auto suppliers = positions_of(book.suppliers);
    SharedNames branches;
    while (rows->step()) {
        ContractContent content;
        auto& contract = book.contracts.emplace_back(contract_at(*rows, content));
        contract.lessee = lessees.of(content.lessee.text);
        contract.supplier = suppliers.of(content.supplier);
        contract.branch = branches.of(content.branch);
        positions.add(contract.number.text);
    }
    const auto places = branches.order_into(book.branches);
    for (auto& contract : book.contracts) place(contract.branch, places);
    return positions;
}

Positions load_assets(Connection& connection, const Positions& contracts, Portfolio& book) {
    const auto classes = positions_of(book.asset_classes);
    const auto rows =
        connection.stream("SELECT " + quoted(columns_of<BookedMachine>()) + " FROM `assets` ORDER BY `code`");
    Positions positions(book.contracts.size());
    while (rows->step()) {
        auto& placed = book.assets.emplace_back();
        placed.asset = read_row<BookedMachine>(*rows).machine;
        placed.contract = contracts.of(placed.asset.contract);
        placed.asset_class = classes.of(placed.asset.asset_class.text);
        positions.add(placed.asset.code.text);
    }
    return positions;
}

// The class of the dearest machine, the first by code of equally dear ones.
void set_asset_classes(Portfolio& book) {
    std::vector<std::int64_t> dearest(book.contracts.size(), -1);
    for (const auto& placed : book.assets) {
        if (placed.contract == unmapped || placed.asset.cost.minor_units() <= dearest[placed.contract]) continue;
        dearest[placed.contract] = placed.asset.cost.minor_units();
        book.contracts[placed.contract].asset_class = placed.asset_class;
    }
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

// Where the key stands among records in its order, or `unmapped`.
template <class Records, class Key>
std::uint32_t place_in(const Records& records, const std::string& key, const Key& key_of) {
    const auto found = std::ranges::lower_bound(records, key, {}, key_of);
    if (found == records.end() || std::invoke(key_of, *found) != key) return unmapped;
    return static_cast<std::uint32_t>(found - records.begin());
}

constexpr auto code_text = [](const auto& record) -> const std::string& { return record.code.text; };

// Answers whether the portfolio knows all that the content refers to.
bool refer(const Portfolio& book, const ContractContent& content, PortfolioContract& contract) {
    contract.lessee = place_in(book.lessees, content.lessee.text, code_text);
    contract.supplier = content.supplier ? place_in(book.suppliers, content.supplier->text, code_text) : unmapped;
    contract.branch = content.branch ? place_in(book.branches, *content.branch, std::identity{}) : unmapped;
    return contract.lessee != unmapped && (!content.supplier || contract.supplier != unmapped) &&
           (!content.branch || contract.branch != unmapped);
}

}  // namespace

void take_content(const Portfolio& book, const ContractContent& content, PortfolioContract& contract) {
    take_terms(content, contract);
    refer(book, content, contract);
}

std::uint32_t position_of(const Portfolio& book, const ContractNumber& number) {
    return place_in(book.contracts, number.text,
                    [](const PortfolioContract& c) -> const std::string& { return c.number.text; });
}

std::optional<ContractUpdate> reload_contract(Connection& connection, const Portfolio& book,
                                              const ContractNumber& number) {
    auto& row = connection.prepare(select_contract() + " WHERE `number` = ?");
    if (!row.bind(1, number.text).step()) return {};
    ContractContent content;
    ContractUpdate update{contract_at(row, content), {}};
    row.reset();
    if (!refer(book, content, update.contract)) return {};
    const auto known = position_of(book, number);
    if (known != unmapped && book.contracts[known].status >= ContractStatus::Approved) return update;
    auto& machines = update.machines.emplace();
    for (const auto& asset : assets_of(connection, number)) {
        const auto asset_class = place_in(book.asset_classes, asset.asset_class.text, code_text);
        if (asset_class == unmapped) return {};
        machines.push_back({Machine(asset), unmapped, asset_class, {}});
    }
    return update;
}

Portfolio load_portfolio(Connection& connection, Date as_of) {
    Portfolio book;
    book.clusters = all<Cluster>(connection);
    book.industries = all<Industry>(connection);
    book.asset_classes = all<AssetClass>(connection);
    book.suppliers = all<Supplier>(connection);
    const auto lessees = load_lessees(connection, as_of, book);
    const auto contracts = load_contracts(connection, lessees, book);
    const auto assets = load_assets(connection, contracts, book);
    load_appraisals(connection, assets, as_of, book);
    book.residual_curves = curves_in_force(connection, as_of);
    set_asset_classes(book);
    book.collaterals = all<Collateral>(connection);
    book.limits = all<Limit>(connection);
    book.figures = all<CompanyFigures>(connection);
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
