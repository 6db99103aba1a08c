#pragma once
// The whole book as of a date: what every portfolio report gets. Records refer to each other by position, so that
// a book of a million contracts is walked without a look-up.
#include <cstdint>
#include <memory>
#include <vector>

#include "domain/contract.h"
#include "domain/exposure/collateral.h"
#include "domain/exposure/limit.h"
#include "domain/life/rent_run.h"
#include "domain/register.h"
#include "domain/remarketing.h"
#include "domain/residual_curve.h"

namespace leasebook {

inline constexpr std::uint32_t unmapped = 0xFFFFFFFF;

struct PortfolioLessee {
    LesseeCode code;
    std::string name;
    std::uint32_t cluster = unmapped;          // position in Portfolio::clusters
    std::uint32_t industry = unmapped;         // position in Portfolio::industries
    RatingGrade grade = RatingGrade::Unrated;  // in force on the date of the portfolio
    SizeClass size_class = SizeClass::Small;
    RelatedParty related_party = RelatedParty::No;
    std::uint32_t group = unmapped;     // position in Portfolio::groups: under one control (R-G-03)
    std::uint32_t anchor = unmapped;    // position in Portfolio::anchors: the core enterprise it depends on
    std::uint32_t province = unmapped;  // position in Portfolio::provinces
};

struct PortfolioContract {
    ContractNumber number;
    std::uint32_t lessee = unmapped;  // position in Portfolio::lessees
    ContractStatus status = ContractStatus::Draft;
    LeaseTerms terms;
    RentPlan plan;
    Money rent;
    int version = 0;  // number of its last event
    // How it runs since its terms were changed or its residual was impaired; null while it runs as agreed, which the
    // terms say, so that a plain book carries no schedules.
    std::shared_ptr<const RentRuns> changed = {};
    Product product = Product::DirectFinance;
    std::uint32_t supplier = unmapped;     // position in Portfolio::suppliers
    std::uint32_t branch = unmapped;       // position in Portfolio::branches
    std::uint32_t asset_class = unmapped;  // position in Portfolio::asset_classes: of the dearest of its machines
};

// The month in which it commenced, the one all of its later conduct is counted from (G.6).
Date vintage(const PortfolioContract& contract);

// When the last amount falls due, changes included.
Date final_date(const PortfolioContract& contract);
// What of it is still booked, impairments included.
Money unguaranteed_residual(const PortfolioContract& contract);

struct PortfolioAsset {
    Machine asset;
    std::uint32_t contract = unmapped;     // position in Portfolio::contracts
    std::uint32_t asset_class = unmapped;  // position in Portfolio::asset_classes
    std::optional<Appraisal> appraisal;    // the last one on or before the date of the portfolio
};

struct Portfolio {
    std::vector<Cluster> clusters;
    std::vector<Industry> industries;
    std::vector<AssetClass> asset_classes;
    std::vector<Supplier> suppliers;
    std::vector<std::string> groups, anchors, provinces, branches;  // names that records share, in their order
    std::vector<PortfolioLessee> lessees;
    std::vector<PortfolioContract> contracts;
    std::vector<PortfolioAsset> assets;
    std::vector<CurvePoint> residual_curves;  // in force on the day, by class and age
    std::vector<OffLeaseMachine> off_lease;   // came back by the day, those sold since among them
    std::vector<Collateral> collaterals;
    std::vector<Limit> limits;
    std::vector<CompanyFigures> figures;
};

}  // namespace leasebook
