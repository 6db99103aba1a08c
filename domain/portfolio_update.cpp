#include "domain/portfolio_update.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>

namespace leasebook {

namespace {

constexpr auto number_text = [](const PortfolioContract& contract) -> const std::string& {
    return contract.number.text;
};
constexpr auto code_text = [](const PortfolioAsset& placed) -> const std::string& { return placed.asset.code.text; };

// New ones go between the others. Answers where each of those stands from then on.
std::vector<std::uint32_t> add_new(std::vector<PortfolioContract>& contracts,
                                   const std::vector<ContractUpdate>& updates) {
    const auto before = static_cast<std::ptrdiff_t>(contracts.size());
    for (const auto& update : updates)
        if (!std::ranges::binary_search(contracts.begin(), contracts.begin() + before, update.contract.number.text, {},
                                        number_text))
            contracts.push_back(update.contract);
    std::vector<std::uint32_t> places(static_cast<std::size_t>(before));
    std::iota(places.begin(), places.end(), 0U);
    auto next_new = contracts.begin() + before;
    if (next_new == contracts.end()) return places;
    std::uint32_t shift = 0;
    for (auto& place : places) {
        for (; next_new != contracts.end() && next_new->number < contracts[place].number; ++next_new) ++shift;
        place += shift;
    }
    std::ranges::inplace_merge(contracts, contracts.begin() + before, {}, number_text);
    return places;
}

// The class of the dearest, the first by code of equally dear ones.
std::uint32_t dearest_class(const std::vector<PortfolioAsset>& machines) {
    if (machines.empty()) return unmapped;
    return std::ranges::max_element(machines, {}, [](const PortfolioAsset& m) { return m.asset.cost.minor_units(); })
        ->asset_class;
}

// In the place of those that the book had of these contracts.
void renew_machines(std::vector<PortfolioAsset>& assets, const std::vector<bool>& renewed,
                    std::vector<PortfolioAsset> machines) {
    for (auto& machine : machines) {
        const auto known = std::ranges::lower_bound(assets, machine.asset.code.text, {}, code_text);
        if (known != assets.end() && known->asset.code == machine.asset.code) machine.appraisal = known->appraisal;
    }
    std::erase_if(
        assets, [&](const PortfolioAsset& placed) { return placed.contract != unmapped && renewed[placed.contract]; });
    std::ranges::sort(machines, {}, code_text);
    const auto before = static_cast<std::ptrdiff_t>(assets.size());
    std::ranges::move(machines, std::back_inserter(assets));
    std::ranges::inplace_merge(assets, assets.begin() + before, {}, code_text);
}

}  // namespace

std::vector<std::uint32_t> take_in(Portfolio& book, std::vector<ContractUpdate> updates) {
    std::ranges::sort(updates, {}, [](const ContractUpdate& update) { return number_text(update.contract); });
    auto places = add_new(book.contracts, updates);
    if (places.size() != book.contracts.size())
        for (auto& placed : book.assets)
            if (placed.contract != unmapped) placed.contract = places[placed.contract];
    std::vector<bool> renewed(book.contracts.size());
    std::vector<PortfolioAsset> machines;
    for (auto& [contract, own] : updates) {
        const auto at = std::ranges::lower_bound(book.contracts, contract.number.text, {}, number_text);
        const auto place = static_cast<std::uint32_t>(at - book.contracts.begin());
        contract.asset_class = own ? dearest_class(*own) : at->asset_class;
        *at = std::move(contract);
        if (!own) continue;
        renewed[place] = true;
        for (auto& machine : *own) {
            machine.contract = place;
            machines.push_back(std::move(machine));
        }
    }
    if (std::ranges::find(renewed, true) != renewed.end()) renew_machines(book.assets, renewed, std::move(machines));
    return places;
}

}  // namespace leasebook
