#pragma once
// Small books made by hand, so that every figure of a report can be reckoned in the head.
#include "domain/portfolio.h"
#include "pricing/rent.h"
#include "reports/exposure.h"
#include "tests/leases.h"

namespace leasebook::tests {

// Ten monthly rents without interest, from 15 January 2026, the first on 15 February: a tenth is repaid each month.
inline LeaseTerms in_tenths(const char* amount, Currency currency = CNY) {
    LeaseTerms terms;
    terms.currency = currency;
    terms.financed_amount = *parse_money(amount, currency, "amount");
    terms.commencement = date(2026, 1, 15);
    terms.first_rent_date = date(2026, 2, 15);
    terms.periods = 10;
    return terms;
}

// Exposure as far as terms alone tell it: all was paid when due, and what is outstanding is what stands on the lease.
inline reports::Exposure exposure_by_terms(const Portfolio& portfolio, Date as_of, Currency currency,
                                           const pricing::DiscountCurve* curve, reports::Axes axes = {}) {
    auto positions = reports::exposure_positions(portfolio, {}, as_of, currency, curve);
    for (auto& p : positions) p.parts.net_investment = p.parts.principal = p.outstanding;
    return reports::exposure(portfolio, positions, as_of, currency, axes, curve != nullptr);
}

class BookMaker {
public:
    Portfolio portfolio;

    std::uint32_t cluster(const std::string& code, const std::string& name) {
        Cluster cluster;
        cluster.code = {code};
        cluster.name = name;
        portfolio.clusters.push_back(cluster);
        return static_cast<std::uint32_t>(portfolio.clusters.size() - 1);
    }
    std::uint32_t industry(const std::string& code, const std::string& name) {
        Industry industry;
        industry.code = {code};
        industry.name = name;
        portfolio.industries.push_back(industry);
        return static_cast<std::uint32_t>(portfolio.industries.size() - 1);
    }
    std::uint32_t lessee(const std::string& name, std::uint32_t cluster, std::uint32_t industry) {
        portfolio.lessees.push_back({{name}, name, cluster, industry});
        return static_cast<std::uint32_t>(portfolio.lessees.size() - 1);
    }
    std::uint32_t contract(std::uint32_t lessee, const LeaseTerms& terms,
                           ContractStatus status = ContractStatus::Active) {
        const auto at = static_cast<std::uint32_t>(portfolio.contracts.size());
        PortfolioContract contract;
        contract.number = {"L-" + std::to_string(at + 1)};
        contract.lessee = lessee;
        contract.status = status;
        contract.terms = validated(terms).value();
        contract.rent = pricing::level_rent(contract.terms).value();
        portfolio.contracts.push_back(std::move(contract));
        return at;
    }
    // A machine that loses a fifth of its cost in the first year and of the rest in each later one.
    void machine(std::uint32_t contract, const char* cost, Date acquired, std::optional<Appraisal> appraisal = {}) {
        if (portfolio.asset_classes.empty()) {
            AssetClass lathes;
            lathes.code = {"CNC"};
            lathes.name = "Lathes";
            lathes.first_year_loss = lathes.yearly_loss = rate("0.2");
            portfolio.asset_classes.push_back(lathes);
        }
        Asset asset;
        asset.code = {"A" + std::to_string(portfolio.assets.size() + 1)};
        asset.serial_number = asset.code.text;
        asset.asset_class = {"CNC"};
        asset.cost = cny(cost);
        asset.acquired = acquired;
        portfolio.assets.push_back({asset, contract, 0, std::move(appraisal)});
    }
};

// Two clusters and a lessee in none, three industries, an amount in dollars, a draft, an ended lease.
inline Portfolio mixed_book() {
    BookMaker book;
    const auto pumps = book.cluster("PUMPS", "Pumps, valves \"Taizhou\""),
               moulds = book.cluster("MOULDS", "=SUM(A1:A9)");
    const auto machinery = book.industry("C34", "General machinery"),
               special = book.industry("C35", "Special machinery");
    const auto a = book.lessee("A", pumps, machinery), b = book.lessee("B", pumps, special),
               c = book.lessee("C", moulds, machinery), nowhere = book.lessee("D", unmapped, unmapped);
    book.contract(a, in_tenths("1000.00"));
    book.contract(a, in_tenths("500.00"));
    book.contract(b, in_tenths("333.33"));
    book.contract(c, l1());
    book.contract(nowhere, in_tenths("100.00"));
    book.contract(c, in_tenths("7000.00", *parse_currency("USD")));
    book.contract(c, in_tenths("9000.00"), ContractStatus::Draft);
    book.contract(c, in_tenths("9000.00"), ContractStatus::Approved);
    auto ended = in_tenths("9000.00");
    ended.commencement = date(2025, 1, 15);
    ended.first_rent_date = date(2025, 2, 15);
    book.contract(c, ended);
    return book.portfolio;
}

}  // namespace leasebook::tests
