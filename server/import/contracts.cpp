#include "server/import/contracts.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "db/asset_history.h"
#include "db/contract_store.h"
#include "db/number_formats.h"
#include "db/register_store.h"
#include "pricing/rent.h"
#include "server/import/known_keys.h"
#include "server/lease_start.h"

namespace leasebook::server {

namespace {

Error twice(const char* field, const std::string& key, std::size_t first, std::size_t second) {
    return on_field(field, conflict("\"{0}\" stands in this file twice: in line {1} and in line {2}.", key,
                                    std::to_string(first), std::to_string(second)));
}

// Turns the rows into records of the register and contracts, beside what the database and earlier rows hold.
class TakeOn {
public:
    TakeOn(db::Connection& connection, const ImportRows& rows, const Act& act, RowErrors& faults)
        : connection_(connection),
          rows_(rows),
          act_(act),
          faults_(faults),
          known_(connection),
          format_(db::contract_number_format(connection)) {
        for (auto& lessee : db::all<Lessee>(connection)) lessees_.emplace(lessee.code.text, std::move(lessee));
        for (auto& supplier : db::all<Supplier>(connection))
            suppliers_.emplace(supplier.code.text, std::move(supplier));
    }

    void add(std::size_t row, const ImportedContract& contract) {
        const auto before = faults_.count();
        take_lessee(row, contract);
        take_supplier(row, contract);
        rows_.refuse(row, known_.missing("asset_class", contract.asset_class), faults_);
        if (contract.number) take_number(row, contract.number->text);
        if (contract.serial_number)
            refuse_taken(row, "serial_number", *contract.serial_number, db::KeyKind::SerialNumber, serials_);
        if (faults_.count() == before) contracts_.push_back({row, contract});
    }

    // Gives every contract its number and stores all; call only when no row was refused.
    std::size_t store(db::Moment recorded_at) {
        std::vector<db::TakenOn> taken_on;
        std::vector<Asset> assets;
        for (const auto& [row, contract] : contracts_) {
            const auto number = contract.number ? *contract.number : free_number(contract);
            const ContractContent content{contract.lessee, contract.supplier,   contract.terms, contract.plan,
                                          contract.rent,   contract.conditions, contract.branch};
            taken_on.push_back({number, take_on(row, content, contract.status)});
            assets.push_back(asset_of(row, contract, number));
        }
        if (!faults_.empty()) return 0;
        db::add_all<Lessee>(connection_, new_lessees_);
        db::add_all<Supplier>(connection_, new_suppliers_);
        db::take_on_all(connection_, taken_on, recorded_at);
        db::add_all<Asset>(connection_, assets);
        db::note_assets_opened(connection_, assets, act_.by, recorded_at);
        return taken_on.size();
    }

private:
    using Lines = std::unordered_map<std::string, std::size_t>;

    void refuse_taken(std::size_t row, const char* field, const std::string& key, db::KeyKind kind, Lines& seen) {
        rows_.refuse(row, known_.taken(kind, field, key), faults_);
        const auto [first, added] = seen.emplace(key, row);
        if (!added) rows_.refuse(row, twice(field, key, rows_.line(first->second), rows_.line(row)), faults_);
    }

    // The machine of the contract will carry its number too, so both must be free.
    void take_number(std::size_t row, const std::string& number) {
        refuse_taken(row, "number", number, db::KeyKind::Contract, numbers_);
        if (!known_.has(db::KeyKind::Contract, number))
            rows_.refuse(row, known_.taken(db::KeyKind::Asset, "number", number), faults_);
    }

    void take_lessee(std::size_t row, const ImportedContract& contract) {
        const auto found = lessees_.find(contract.lessee.text);
        if (found != lessees_.end()) return refuse_contradiction(row, contract, found->second);
        if (!contract.lessee_name)
            return rows_.refuse(
                row,
                not_found("lessee", "There is no lessee \"{0}\". Give lessee_name to create it.", contract.lessee.text),
                faults_);
        auto lessee = lessee_in(contract);
        auto wrong = check(lessee);
        for (auto& error : wrong) error.field = "lessee";
        rows_.refuse(row, wrong, faults_);
        rows_.refuse(row, known_.missing_references(lessee), faults_);
        new_lessees_.push_back(lessee);
        lessees_.emplace(lessee.code.text, std::move(lessee));
    }

    // What a row says about a lessee that exists, in the register or from an earlier row, must be what is known of it.
    void refuse_contradiction(std::size_t row, const ImportedContract& contract, const Lessee& lessee) {
        const auto said = write_record(contract);
        const auto register_says = write_record(lessee);
        static constexpr std::array<std::pair<const char*, const char*>, 10> columns{
            {{"lessee_name", "name"},
             {"cluster", "cluster"},
             {"industry", "industry"},
             {"size_class", "size_class"},
             {"grade", "grade"},
             {"group", "group"},
             {"anchor_enterprise", "anchor_enterprise"},
             {"province", "province"},
             {"city", "city"},
             {"related_party", "related_party"}}};
        for (const auto& [column, field] : columns) {
            const auto& given = said.at(column);
            const auto& held = register_says.at(field);
            if (!given.empty() && given != held)
                rows_.refuse(
                    row,
                    on_field(column,
                             conflict("Lessee {0} has \"{1}\" here, but \"{2}\" is known. Correct one of them first.",
                                      lessee.code.text, shortened(given), shortened(held))),
                    faults_);
        }
    }

    void take_supplier(std::size_t row, const ImportedContract& contract) {
        if (!contract.supplier) return;
        const auto found = suppliers_.find(contract.supplier->text);
        if (found != suppliers_.end()) {
            if (contract.supplier_name && *contract.supplier_name != found->second.name)
                rows_.refuse(
                    row,
                    on_field(
                        "supplier_name",
                        conflict(
                            "Supplier {0} has the name \"{1}\" here, but \"{2}\" is known. Correct one of them first.",
                            contract.supplier->text, shortened(*contract.supplier_name),
                            shortened(found->second.name))),
                    faults_);
            return;
        }
        if (!contract.supplier_name)
            return rows_.refuse(row,
                                not_found("supplier", "There is no supplier \"{0}\". Give supplier_name to create it.",
                                          contract.supplier->text),
                                faults_);
        new_suppliers_.push_back(supplier_in(contract));
        suppliers_.emplace(contract.supplier->text, new_suppliers_.back());
    }

    ContractNumber free_number(const ImportedContract& contract) {
        const std::chrono::year_month_day commencement(contract.terms.commencement);
        while (true) {
            auto number = db::next_contract_number(connection_, format_, static_cast<int>(commencement.year()));
            if (!numbers_.contains(number.text) && !known_.has(db::KeyKind::Contract, number.text) &&
                !known_.has(db::KeyKind::Asset, number.text))
                return number;
        }
    }

    // Fees, costs and a dealer's sale move the rate at which the lessor earns; plain leases are not measured.
    ContractTakenOn take_on(std::size_t row, const ContractContent& content, ContractStatus status) {
        const auto& conditions = content.conditions;
        ContractTakenOn event{act_, content, status};
        if (conditions.upfront_fee == conditions.initial_direct_costs && !sells_own_goods(conditions)) return event;
        const auto start = measured_at_start(content);
        if (!start) {
            rows_.refuse(row, start.errors(), faults_);
            return event;
        }
        event.implicit_rate = start->implicit_rate;
        event.sale = start->sale;
        return event;
    }

    // The machine carries the number of its contract; without a serial number of its own that one too.
    Asset asset_of(std::size_t row, const ImportedContract& contract, const ContractNumber& number) {
        if (!contract.serial_number)
            refuse_taken(row, "serial_number", number.text, db::KeyKind::SerialNumber, serials_);
        return {.code = {number.text},
                .serial_number = contract.serial_number.value_or(number.text),
                .asset_class = contract.asset_class,
                .currency = contract.terms.currency,
                .cost = contract.asset_cost.value_or(contract.terms.financed_amount),
                .acquired = contract.terms.commencement,
                .supplier = contract.supplier,
                .maker = {},
                .model = {},
                .contract = number};
    }

    db::Connection& connection_;
    const ImportRows& rows_;
    const Act& act_;
    RowErrors& faults_;
    KnownKeys known_;
    const NumberFormat format_;  // of the numbers given here
    std::unordered_map<std::string, Lessee> lessees_;
    std::unordered_map<std::string, Supplier> suppliers_;
    std::vector<Lessee> new_lessees_;
    std::vector<Supplier> new_suppliers_;
    std::vector<std::pair<std::size_t, ImportedContract>> contracts_;
    Lines numbers_, serials_;
};

std::optional<ImportedContract> read_contract(const ImportRows& rows, std::size_t row, RowErrors& faults) {
    const auto fields = rows.fields(row, faults);
    if (!fields) return {};
    auto contract = read_record<ImportedContract>(*fields);
    if (contract) contract = completed(*std::move(contract));
    if (contract) return *std::move(contract);
    rows.refuse(row, contract.errors(), faults);
    return {};
}

}  // namespace

Errors check(const ImportedContract& contract) {
    Errors errors = check(contract.conditions, contract.terms.financed_amount);
    if (validated(contract.terms))
        for (auto& error : check_guarantee(contract.conditions, contract.terms.guaranteed_residual,
                                           final_date(contract.terms, contract.plan)))
            errors.push_back(std::move(error));
    if (contract.asset_cost && *contract.asset_cost <= Money::zero(contract.terms.currency))
        errors.push_back(invalid("asset_cost", "The cost must be above zero."));
    if (contract.supplier_name && !contract.supplier)
        errors.push_back(invalid("supplier", "A supplier's name needs the supplier's key beside it."));
    return errors;
}

Lessee lessee_in(const ImportedContract& contract) {
    return {.code = contract.lessee,
            .name = contract.lessee_name.value_or(contract.lessee.text),
            .cluster = contract.cluster,
            .industry = contract.industry,
            .size_class = contract.size_class.value_or(Lessee{}.size_class),
            .grade = contract.grade.value_or(Lessee{}.grade),
            .group = contract.group,
            .anchor_enterprise = contract.anchor_enterprise,
            .province = contract.province,
            .city = contract.city,
            .related_party = contract.related_party.value_or(Lessee{}.related_party)};
}

Supplier supplier_in(const ImportedContract& contract) {
    return {.code = *contract.supplier,
            .name = contract.supplier_name.value_or(contract.supplier->text),
            .province = {},
            .city = {}};
}

Result<ImportedContract> completed(ImportedContract contract) {
    auto& terms = contract.terms;
    const int months = terms.timing == Timing::Arrears ? std::clamp(terms.period_months, 1, 12) : 0;
    terms.first_rent_date =
        contract.first_rent_date ? *contract.first_rent_date : add_months(terms.commencement, months);
    const auto rent = pricing::agreed_rent(terms, contract.plan);
    if (!rent) return rent.errors();
    contract.rent = *rent;
    return contract;
}

ImportOutcome import_contracts(db::Database& database, const ImportRequest& request) {
    RowErrors faults;
    const ImportRows rows(request.bytes, request.mapping, columns_of<ImportedContract>(), faults);
    if (rows.header_refused()) return refused(rows.size(), std::move(faults));
    const auto read = [&](std::size_t row, RowErrors& found) { return read_contract(rows, row, found); };
    const auto contracts = read_rows<ImportedContract>(rows.size(), read, faults, request.progress);
    ImportOutcome outcome{rows.size(), 0, 0, {}};
    auto all_faults = database.write([&](db::Connection& connection) {
        auto found = faults;
        TakeOn take_on(connection, rows, request.act, found);
        for (std::size_t row = 0; row < contracts.size(); ++row)
            if (contracts[row]) take_on.add(row, *contracts[row]);
        outcome.rows_stored = found.empty() ? take_on.store(request.recorded_at) : 0;
        if (found.empty()) record_import(connection, request, outcome.rows_stored);
        return found;
    });
    return all_faults.empty() ? outcome : refused(rows.size(), std::move(all_faults));
}

}  // namespace leasebook::server
