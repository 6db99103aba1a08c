#pragma once
// The whole book as of a date: what every portfolio report gets. Records refer to each other by position, so that
// a book of a million contracts is walked without a look-up.
#include <cstdint>
#include <memory>
#include <vector>

#include "domain/contract.h"
#include "domain/life/rent_run.h"
#include "domain/register.h"

namespace leasebook {

inline constexpr std::uint32_t unmapped = 0xFFFFFFFF;

struct PortfolioLessee {
    LesseeCode code;
    std::string name;
    std::uint32_t cluster = unmapped;          // position in Portfolio::clusters
    std::uint32_t industry = unmapped;         // position in Portfolio::industries
    RatingGrade grade = RatingGrade::Unrated;  // in force on the date of the portfolio
};

struct PortfolioContract {
    ContractNumber number;
    std::uint32_t lessee = unmapped;  // position in Portfolio::lessees
    ContractStatus status = ContractStatus::Draft;
    LeaseTerms terms;
    RentPlan plan;
    Money rent;
    // How it runs since its terms were changed or its residual was impaired; null while it runs as agreed, which the
    // terms say, so that a plain book carries no schedules.
    std::shared_ptr<const RentRuns> changed = {};
};

// When the last amount falls due, changes included.
Date final_date(const PortfolioContract& contract);
// What of it is still booked, impairments included.
Money unguaranteed_residual(const PortfolioContract& contract);

struct PortfolioAsset {
    Asset asset;
    std::uint32_t contract = unmapped;     // position in Portfolio::contracts
    std::uint32_t asset_class = unmapped;  // position in Portfolio::asset_classes
    std::optional<Appraisal> appraisal;    // the last one on or before the date of the portfolio
};

struct Portfolio {
    std::vector<Cluster> clusters;
    std::vector<Industry> industries;
    std::vector<AssetClass> asset_classes;
    std::vector<PortfolioLessee> lessees;
    std::vector<PortfolioContract> contracts;
    std::vector<PortfolioAsset> assets;
};

}  // namespace leasebook
