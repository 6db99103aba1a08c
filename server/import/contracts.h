#pragma once
// Contracts that already run elsewhere, with their machines and, when the row names them, their lessees and suppliers.
#include "domain/register.h"
#include "server/import/import.h"

namespace leasebook::server {

// One row of the file as it is written. Columns beside the terms are explained in docs/import.md.
struct ImportedContract {
    std::optional<ContractNumber> number;
    LesseeCode lessee;
    std::optional<std::string> lessee_name;
    std::optional<ClusterCode> cluster;
    std::optional<IndustryCode> industry;
    std::optional<SizeClass> size_class;
    std::optional<RatingGrade> grade;
    std::optional<std::string> group, anchor_enterprise, province, city;
    std::optional<RelatedParty> related_party;
    std::optional<SupplierCode> supplier;
    std::optional<std::string> supplier_name;
    AssetClassCode asset_class;
    std::optional<std::string> serial_number;
    ContractStatus status = ContractStatus::Active;
    LeaseTerms terms;
    RentPlan plan;
    std::optional<Date> first_rent_date;
    std::optional<Money> asset_cost;
    std::optional<std::string> branch;
    LeaseConditions conditions = {};
    Money rent;  // worked out, not read
};
void visit_fields(auto& contract,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(contract)>, ImportedContract> {
    field("number", contract.number);
    field("lessee", contract.lessee);
    field("lessee_name", contract.lessee_name);
    field("cluster", contract.cluster);
    field("industry", contract.industry);
    field("size_class", contract.size_class);
    field("grade", contract.grade);
    field("group", contract.group);
    field("anchor_enterprise", contract.anchor_enterprise);
    field("province", contract.province);
    field("city", contract.city);
    field("related_party", contract.related_party);
    field("supplier", contract.supplier);
    field("supplier_name", contract.supplier_name);
    field("asset_class", contract.asset_class);
    field("serial_number", contract.serial_number);
    field("status", contract.status);
    // A contract may leave its first rent date to be worked out.
    auto term = [&](std::string_view name, auto& value) {
        if (name == "first_rent_date")
            field(name, contract.first_rent_date);
        else
            field(name, value);
    };
    visit_fields(contract.terms, term);
    visit_fields(contract.plan, field);
    field("asset_cost", contract.asset_cost);
    field("branch", contract.branch);
    visit_fields(contract.conditions, field);
}
Errors check(const ImportedContract& contract);

// The lessee and the supplier as the row describes them: what it leaves out has its default.
Lessee lessee_in(const ImportedContract& contract);
Supplier supplier_in(const ImportedContract& contract);

// Fills what the row left to be worked out (first rent date, rent) and checks that the terms give a schedule.
Result<ImportedContract> completed(ImportedContract contract);

ImportOutcome import_contracts(db::Database& database, const ImportRequest& request);

// What an import answers that stored nothing.
ImportOutcome refused(std::size_t rows_read, RowErrors faults);

// Notes a finished import in the audit log, in the transaction that stores its rows.
void record_import(db::Connection& connection, const ImportRequest& request, std::size_t rows);

}  // namespace leasebook::server
